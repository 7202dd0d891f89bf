using System.Collections.Immutable;

namespace ScratchNN;

/// <summary>Parameters, one after another in a flat vector.</summary>
internal sealed class ParameterLayout
{
    /// <exception cref="OverflowException">They are more than a vector holds.</exception>
    public ParameterLayout(IReadOnlyList<ParameterInfo> infos)
    {
        var places = ImmutableArray.CreateBuilder<PlacedParameter>(infos.Count);
        foreach (var info in infos)
        {
            places.Add(new PlacedParameter(info, Length));
            Length = checked(Length + info.Shape.Size);
        }
        (Infos, Places) = (infos, places.MoveToImmutable());
    }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<ParameterInfo> Infos { get; }

    /// <summary>The parameters in order, and where each begins.</summary>
    public ImmutableArray<PlacedParameter> Places { get; }

    /// <summary>The numbers of all.</summary>
    public int Length { get; }

    /// <summary>Which parameter holds a number of the vector.</summary>
    /// <param name="position">0 to <see cref="Length"/> − 1.</param>
    public int IndexOf(int position)
    {
        int low = 0, high = Places.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Places[middle].Offset <= position) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// <summary>Which parameter is called so; −1 if none is.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Infos.Count; i++)
            if (Infos[i].Name == name) return i;
        return -1;
    }

    /// <summary>The parameter that holds a number of the vector, and the number's index in it.</summary>
    /// <param name="position">0 to <see cref="Length"/> − 1.</param>
    public (string Name, int Index) Entry(int position)
    {
        var place = Places[IndexOf(position)];
        return (place.Info.Name, position - place.Offset);
    }
}
