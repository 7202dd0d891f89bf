// Runs every kernel on memory between two pages that may not be touched, and every Fit on data that may not be written to, for GuardPageTests: a fault
// ends the process, and instruction sets can only be switched off for a whole process. Each case is printed before it runs, so the last line names the one that
// failed. interrupts: kernels that interrupt their threads, for WorkersTests. rows: changes the rows of the data while they are read, for ChangingDataTests.
// spans: passes with wrong ones.
using ScratchNN.GuardPages;

if (args is ["rows"])
{
    new ChangingRows().Run();
    return;
}
if (args is ["interrupts"])
{
    using var workers = new Workers(3);
    for (int i = 0; i < 50; i++) workers.For(30, new Interrupting());
    Thread.Sleep(200); // until the threads park
    Console.WriteLine("alive");
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

/// <summary>Interrupts every thread but the caller's.</summary>
internal readonly struct Interrupting : IRowKernel
{
    public void Run(int firstRow, int endRow)
    {
        Thread.SpinWait(10_000); // so that the other threads begin their shares
        if (Thread.CurrentThread.IsBackground && Thread.CurrentThread.Name != null) Thread.CurrentThread.Interrupt();
    }
}
