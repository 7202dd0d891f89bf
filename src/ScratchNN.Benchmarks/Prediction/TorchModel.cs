#if TORCHSHARP
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScratchNN.Benchmarks;

/// <summary>A network in libtorch, through TorchSharp, with weights of its own.</summary>
internal sealed class TorchModel : IDisposable
{
    private readonly Module<Tensor, Tensor> _model;
    private readonly Tensor _x;

    public TorchModel(PredictionSetting setting, float[] x)
    {
        set_num_threads(setting.Threads);
        _model = Sequential([.. TorchNetworks.Of(setting.Network), Softmax(1)]);
        _model.eval();
        _x = char.IsAsciiDigit(setting.Network[0]) ? tensor(x, [setting.Rows, x.Length / setting.Rows]) : tensor(x, [setting.Rows, 1, 28, 28]);
    }

    public void Run()
    {
        using var scope = NewDisposeScope();
        using (no_grad()) _model.forward(_x);
    }

    public void Dispose()
    {
        _x.Dispose();
        _model.Dispose();
    }
}
#endif
