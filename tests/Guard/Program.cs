// Runs every kernel on memory between two pages that may not be touched, and every Fit on data that may not be written to, for GuardPageTests: a fault
// ends the process, and instruction sets can only be switched off for a whole process. Each case is printed before it runs, so the last line names the one that failed.
// rows: changes the rows of the data while they are read, for ChangingDataTests. spans: passes with wrong ones.
using ScratchNN.GuardPages;

if (args is ["rows"])
{
    new ChangingRows().Run();
    return;
}
if (args is ["spans"])
{
    using var spans = new WrongSpans();
    spans.Run();
    return;
}
using var products = new Products();
products.Run();
using var kernels = new OtherKernels();
kernels.Run();
using var fits = new ReadOnlyData();
fits.Run();
Console.WriteLine($"{products.Count} products, {kernels.Count} kernels, {fits.Fits} fits");
