using ScratchNN.Kernels;

namespace ScratchNN;

/// <remarks>What all columns together tell.</remarks>
internal readonly ref partial struct ProfileComparison
{
    private const double ExactMean = 1e-4;  // of a standardised column, in floats
    private const int MostExchanged = 256;  // all pairs are compared
    private const double Like = 0.25;       // of a deviation or a range
    private const double Margin = 0.1;      // of the training range
    private const double LittleDoubt = 0.07; // of a few rows, that they lie beyond all others by chance: worth knowing, no more

    /// <summary>
    /// Whether both were standardised, each with its own numbers: then means are 0 more exactly than those of a part of the data are. Rows of which means and
    /// ranges are those of training are the training rows themselves.
    /// </summary>
    private bool HasOwnStandard()
    {
        double risk = 0;
        bool areOthers = false;
        for (int i = 0; i < _training.Mean.Count; i++)
        {
            if (_training.Deviation[i] == 0 && _other.Deviation[i] == 0) continue;
            if (!IsStandard(_training, i) || !IsStandard(_other, i)) return false;
            areOthers |= _training.Minimum[i] != _other.Minimum[i] || _training.Maximum[i] != _other.Maximum[i];
            risk += Math.Min(0, Exponential.Log((float)(ExactMean * Math.Sqrt(_rows.Count)))); // 0.8·that, of a normal mean
        }
        return areOthers && risk < Exponential.Log((float)Risk);
    }

    /// <summary>A mean of 0 and a deviation of 1, with N or N − 1 below the line.</summary>
    private static bool IsStandard(DataProfile profile, int i) =>
        Math.Abs(profile.Mean[i]) <= ExactMean && Math.Abs(profile.Deviation[i] - 1) <= ExactMean + (1.0 / profile.Count);

    /// <summary>Those of some columns, all unlike those of training, that fit the profiles of others of them: in cycles.</summary>
    private int[] Exchanged(int[] unlike)
    {
        if (unlike.Length is < 1 or > MostExchanged || Math.Min(_rows.Count, _training.Count) < RowsForMeans) return [];
        int[] fits = new int[unlike.Length];
        for (int i = 0; i < fits.Length; i++)
        {
            fits[i] = -1;
            for (int j = 0; j < fits.Length; j++)
                if (i != j && Fits(unlike[i], unlike[j])) fits[i] = fits[i] == -1 ? j : -2; // one alone
        }
        var moved = new List<int>();
        for (int start = 0; start < fits.Length; start++)
        {
            int at = start, steps = 0;
            do at = fits[at];
            while (at >= 0 && at != start && ++steps < fits.Length);
            if (at == start) moved.Add(unlike[start]);
        }
        return moved.Count > 0 ? [.. moved] : ExchangedWithOther(unlike);
    }

    /// <summary>A column that is unlike, and another, which need not be, that fit each other and no third.</summary>
    private int[] ExchangedWithOther(int[] unlike)
    {
        if (_training.Mean.Count > MostExchanged) return [];
        foreach (int column in unlike)
        {
            int partner = -1, partners = 0;
            for (int other = 0; other < _training.Mean.Count; other++)
                if (other != column && Fits(column, other) && Fits(other, column) && partners++ == 0) partner = other;
            if (partners == 1) return [Math.Min(column, partner), Math.Max(column, partner)];
        }
        return [];
    }

    /// <summary>Whether a column of the rows is like another column of training.</summary>
    private bool Fits(int column, int other)
    {
        double range = (double)_training.Maximum[other] - _training.Minimum[other];
        return _training.Deviation[other] > 0 && Math.Abs((double)_other.Mean[column] - _training.Mean[other]) <= Like * _training.Deviation[other]
            && AreSame(_other.Deviation[column], _training.Deviation[other], 1 + Like)
            && _other.Minimum[column] >= _training.Minimum[other] - (Like * range) && _other.Maximum[column] <= _training.Maximum[other] + (Like * range);
    }

    /// <summary>
    /// The side on which all rows lie, of all training rows in all columns; null if they do not. Few rows prove little: it takes a distance, and one column a
    /// large one.
    /// </summary>
    private (string Side, bool IsSure)? AllBeyond()
    {
        // the n rows are the n largest of N + n with the probability n!·N! / (N + n)!
        double chance = 1;
        for (int i = 1; i <= _rows.Count && chance > Risk; i++) chance *= i / ((double)_training.Count + i);
        bool areAbove = true, areBelow = true;
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < _training.Mean.Count && (areAbove || areBelow); i++)
        {
            areAbove &= _rows.Above[i] == _rows.Count;
            areBelow &= _rows.Below[i] == _rows.Count;
            nearest = Math.Min(nearest,
                Math.Max((double)_other.Minimum[i] - _training.Maximum[i], (double)_training.Minimum[i] - _other.Maximum[i]) / Range(i));
        }
        return chance > LittleDoubt || nearest < (_training.Mean.Count == 1 ? 1 : Margin) ? null
            : areAbove ? ("above", chance <= Risk) : areBelow ? ("below", chance <= Risk) : null;
    }

    /// <summary>Whether all values are 0, of a few rows, and some column never was in training.</summary>
    private bool AreZeros()
    {
        bool isNew = false;
        for (int i = 0; i < _training.Mean.Count; i++)
        {
            if (_rows.Zeros[i] < _rows.Count) return false;
            isNew |= _training.ShareOfZeros[i] == 0;
        }
        return isNew && _training.Mean.Count > 1 && _training.Count * LittleDoubt >= 1;
    }

    private double Range(int i) => Math.Max((double)_training.Maximum[i] - _training.Minimum[i], 1e-30);

    private static double RootMeanSquare(DataProfile profile)
    {
        double squares = 0;
        for (int i = 0; i < profile.Mean.Count; i++)
            squares += ((double)profile.Mean[i] * profile.Mean[i]) + ((double)profile.Deviation[i] * profile.Deviation[i]);
        return Math.Sqrt(squares / profile.Mean.Count);
    }
}
