using System.Diagnostics;
using System.Numerics.Tensors;
using ScratchNN;

namespace Mnist;

/// <summary>Looks at a model between the steps of an experiment.</summary>
internal sealed class Observer : Callback
{
    private readonly Experiment _experiment;
    private readonly Model _model, _withoutSoftmax;
    private readonly Action<Look> _show;
    private readonly float[] _logits;
    private readonly List<Look> _trace = [];
    private readonly Stopwatch _training = new();
    private int? _firstNonFinite;

    public Observer(Experiment experiment, Model model, Action<Look> show)
    {
        (_experiment, _model, _show) = (experiment, model, show);
        _withoutSoftmax = new Sequential([.. model.Layers.SkipLast(1)]);
        _withoutSoftmax.Build(model.InputShape);
        _logits = new float[experiment.Images.Count * model.OutputShape.Size];
    }

    /// <summary>After step i, the weights are those before iteration i, counted from 0.</summary>
    public override void OnStepEnd(in CallbackPass pass)
    {
        _training.Stop();
        int iteration = (int)pass.Step.Step;
        if (_firstNonFinite == null && !TensorPrimitives.IsFiniteAll<float>(_model.Parameters))
            _firstNonFinite = iteration - 1; // one NaN after the softmax reaches a bias in the same step
        Look(iteration);
    }

    public void Look(int iteration)
    {
        int last = _experiment.Iterations - 1;
        if (iteration <= last && (iteration % _experiment.LookEvery == 0 || iteration == last))
        {
            _model.Parameters.CopyTo(_withoutSoftmax.Parameters);
            var pixels = _experiment.Images.Pixels;
            _withoutSoftmax.Predict(pixels.GetSpan([0, 0], (int)pixels.FlattenedLength), _logits);
            var look = Mnist.Look.At(iteration, _logits, _experiment.Softmax, _experiment.Images.Labels);
            _trace.Add(look);
            _show(look);
        }
        _training.Start();
    }

    public ExperimentResult Result(TrainingHistory history) =>
        new(_firstNonFinite, _trace, _training.Elapsed.TotalSeconds, history.Epochs.Count, history.StopReason == StopReason.Canceled);
}
