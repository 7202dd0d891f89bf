namespace ScratchNN.GuardPages;

/// <summary>
/// Jagged data whose rows get other lengths, become null and are swapped while Fit, Evaluate and Predict read them: from progress, checks and another thread.
/// All arrays hold 1 to 7, and a layer of the model refuses all else, so what was read from outside of them is seen; what was written there ends the process.
/// </summary>
internal sealed class ChangingRows
{
    public const int Mutations = 10_000;

    private const int Count = 256, Features = 300, BatchSize = 64; // so that a batch is gathered by two threads
    private const int Values = 7;

    private readonly float[][] _whole = [.. Enumerable.Range(0, Count).Select(row => Filled(Features, row))];
    private readonly float[][] _other = [.. new[] { 1, 3, Features - 1, Features + 1, 5000, 100_000 }.Select(length => Filled(length, length))];
    private readonly float[][] _x = new float[Count][], _y = new float[Count][];
    private readonly int[] _labels = [.. Enumerable.Range(0, Count).Select(row => row % 2)];
    private readonly Check[] _checks = [.. Check.All.Where(check => check.Code != "SNN005")]; // which makes values of its own
    private int _patience; // swaps for each row that does not fit
    private int _byProgress, _byChecks, _byThread, _refused, _finished;

    public void Run()
    {
        for (uint round = 0; _byProgress + _byChecks + _byThread < Mutations || Math.Min(_refused, _finished) == 0; round++)
        {
            _whole.CopyTo(_x, 0);
            for (int row = 0; row < Count; row++) _y[row] = _whole[row][..2];
            _patience = round % 2 == 0 ? 8 : 200;
            Round(round, new Random((int)round));
        }
        Console.WriteLine($"{_byProgress} mutations by progress, {_byChecks} by checks, {_byThread} by a thread: {_refused} refused, {_finished} finished");
        if (_byProgress < 1000 || _byChecks < 100 || _byThread < 1000) throw new InvalidOperationException("Too few of a kind.");
    }

    private void Round(uint round, Random random)
    {
        var model = new Sequential(new Sees(), new Dense(2));
        model.Build(Features);
        var options = new TrainerOptions
        {
            Epochs = 6,
            BatchSize = BatchSize,
            MicroBatchSize = round % 3 == 0 ? 16 : null,
            Threads = 2,
            Shuffle = round % 4 != 0,
            WhenBroken = WhenBroken.Continue,
            Optimizer = new Sgd(1e-6f),
            Checks = [.. round % 2 == 0 ? _checks : [], new Mutator(CheckMoment.StepEnd, ByCheck), new Mutator(CheckMoment.EpochEnd, ByCheck)],
            Callbacks = [new Teller(() => _byProgress += Mutate(random, everywhere: false))],
        };
        var trainer = new Trainer(model, options);
        Samples x = _x, y = _y;
        using var stop = new CancellationTokenSource();
        var own = new Random(random.Next());
        var thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _byThread += Mutate(own, everywhere: true);
                Thread.SpinWait(own.Next(20_000));
            }
        });
        try
        {
            if (round % 2 == 0) thread.Start();
            if (round % 5 == 0) trainer.Fit(x, y);
            else trainer.Fit(x, _labels);
            trainer.Evaluate(x, _labels);
            model.Predict(x);
            _finished++;
        }
        catch (ArgumentException exception) when (exception.Message.StartsWith("Row ", StringComparison.Ordinal))
        {
            _refused++;
        }
        finally
        {
            stop.Cancel();
            if (round % 2 == 0) thread.Join();
        }

        void ByCheck() => _byChecks += Mutate(random, everywhere: false);
    }

    /// <summary>Most rows become another whole one, which harms nobody; some do not fit.</summary>
    private int Mutate(Random random, bool everywhere)
    {
        var rows = everywhere || random.Next(_patience) > 1 ? _x : _y;
        int row = random.Next(Count);
        if (rows == _x && random.Next(_patience) > 0) (rows[row], rows[random.Next(Count)]) = (_whole[random.Next(Count)], _whole[row]);
        else if (random.Next(3) > 0) rows[row] = _other[random.Next(_other.Length)];
        else rows[row] = null!;
        return 1;
    }

    private static float[] Filled(int length, int seed) => [.. Enumerable.Range(seed, length).Select(i => (float)(1 + (i % Values)))];

    /// <summary>The identity, for the values that the arrays hold.</summary>
    private sealed class Sees : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            foreach (float x in pass.Input)
                if (x is not (>= 1 and <= Values) || x != MathF.Floor(x)) throw new InvalidDataException($"{x} is not one of the values of the rows.");
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass)
        {
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }

    private sealed class Mutator(CheckMoment moment, Action mutate) : Check($"MUT{(int)moment:000}", moment)
    {
        public override void Examine(in CheckPass pass) => mutate();
    }

    private sealed class Teller(Action mutate) : Callback
    {
        public override void OnStepEnd(in CallbackPass pass) => mutate();

        public override void OnEpochEnd(in CallbackPass pass) => mutate();
    }
}
