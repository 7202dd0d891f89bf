using System.Numerics;

namespace ScratchNN;

/// <summary>When the checks of one Fit are asked: which of them at each moment, and which steps and epochs are such moments.</summary>
internal sealed class CheckSchedule
{
    private const int StepsBetweenLooks = 10;   // at steps 1, 11, 21, …
    private const int StepsBetweenCopies = 100; // of the parameters: one costs a tenth of a step; and between epochs' moments

    private readonly bool _asksEachEpoch;
    private int _stepsAtEpoch, _stepsAtCopy = -1;

    /// <param name="options">Those of the Fit.</param><param name="isValidated">Whether there are rows to validate on.</param>
    /// <param name="stepsBefore">The steps of short Fits before it, which count as the same Fit.</param>
    public CheckSchedule(TrainerOptions options, bool isValidated, int stepsBefore)
    {
        var checks = options.AllChecks;
        (IsEmpty, _stepsAtEpoch) = (checks.Count == 0, stepsBefore);
        (Start, StepEnd, EpochEnd) = (At(CheckMoment.TrainingStart), At(CheckMoment.StepEnd), At(CheckMoment.EpochEnd));
        (End, Failure) = (At(CheckMoment.TrainingEnd), At(CheckMoment.Failure));
        _asksEachEpoch = isValidated || Array.Exists(EpochEnd, check => check.GetType().Assembly != typeof(CheckSchedule).Assembly);

        Check[] At(CheckMoment moment) => options.Epochs == 0 ? [] : [.. checks.Where(check => check.Moment == moment)];
    }

    public Check[] Start { get; }
    public Check[] StepEnd { get; }
    public Check[] EpochEnd { get; }
    public Check[] End { get; }
    public Check[] Failure { get; }

    /// <summary>Whether the user wants no checks.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether epochs have ended that nobody looked at.</summary>
    public bool IsEpochUnseen { get; private set; }

    /// <summary>Whether the parameters are to be copied before the update that follows that many steps.</summary>
    public bool IsCopyDue(int stepsDone)
    {
        if (StepEnd.Length == 0 || (_stepsAtCopy >= 0 && stepsDone % StepsBetweenCopies != 0)) return false;
        _stepsAtCopy = stepsDone;
        return true;
    }

    /// <summary>How many steps the copy of the parameters lies back.</summary>
    public int StepsSinceCopy(int stepsDone) => stepsDone - _stepsAtCopy;

    /// <summary>Whether the last of that many steps is looked at.</summary>
    public static bool IsStepDue(int stepsDone) => stepsDone % StepsBetweenLooks == 1;

    /// <summary>Whether an epoch that has just ended is looked at.</summary>
    /// <remarks>
    /// A model that learns, and is not validated, is looked at after epochs 1, 2, 4, 8, … and the last; any other, and for checks of the user's, after each.
    /// </remarks>
    public bool IsEpochDue(int stepsDone, int epochsDone, bool isLearning)
    {
        IsEpochUnseen = stepsDone - _stepsAtEpoch < StepsBetweenCopies || (isLearning && !_asksEachEpoch && !BitOperations.IsPow2(epochsDone));
        if (!IsEpochUnseen) _stepsAtEpoch = stepsDone;
        return !IsEpochUnseen;
    }
}
