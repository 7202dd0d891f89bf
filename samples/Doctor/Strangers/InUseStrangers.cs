using static Doctor.Patient;
using static Doctor.Sets;
using static Doctor.ValidationStrangers;

namespace Doctor;

/// <summary>A model that is all right is asked about data unlike that of its training.</summary>
internal static class InUseStrangers
{
    public static Stranger[] All { get; } =
    [
        new("1a asked with pixels × 16", Kind.InUse, seed => Ask(Trained(seed), Others(seed).Each(pixel => 16 * pixel), Tanhs(), score: Score.OfConfidence))
        {
            Right = [new("", "times|scale") { Number = (14, 18) }],
            Obeyed = (seed, _) => Ask(Trained(seed), Others(seed), Tanhs(), score: Score.OfConfidence),
        },
        new("1a asked with pixels × 255", Kind.InUse, seed => Ask(Trained(seed), Others(seed).Each(pixel => 255 * pixel), Tanhs(), score: Score.OfConfidence))
        {
            Right = [new("", "times|scale") { Number = (225, 285) }],
            Obeyed = (seed, _) => Ask(Trained(seed), Others(seed), Tanhs(), score: Score.OfConfidence),
        },
        new("1d each row standardised by itself", Kind.InUse, seed => Ask(Trained(seed).Standardized(), Others(seed).Each(_ => 0)))
        {
            Right = [new("", "0|zero", "same in|hardly vary|never vary|do not vary|no training row|all of|every|each")],
            Obeyed = (seed, _) => Ask(Trained(seed).Standardized(), Others(seed).Standardized(by: Trained(seed))),
        },
        new("1 Diagnose with pixels × 255", Kind.InUse, seed =>
            Examine(Trained(seed), Others(seed).Each(pixel => 255 * pixel), Tanhs(), score: Score.OfConfidence))
        {
            Right = [new("SNN002", "255"), new("SNN030", "times|scale")],
            Obeyed = (seed, _) => Examine(Trained(seed), Others(seed), Tanhs(), score: Score.OfConfidence),
        },
        new("13 asked beyond training", Kind.InUse, seed => Ask(Windows(seed, 1, 20), Windows(seed, 41, 60), Tanh(), Series))
        {
            Right = [new("", "above|beyond|outside|larger than|range")],
            Obeyed = (seed, _) => Differences(seed, Windows(seed, 41, 60)),
        },
        new("c asked with two columns exchanged", Kind.InUse, seed => Ask(Offset(seed), Exchanged(Offset(seed))))
        {
            Right = [new("SNN030", "column 2|column 5|columns 2|x[2]|x[5]")],
            Obeyed = (seed, _) => Ask(Offset(seed), Offset(seed)),
        },
    ];

    private static Set Trained(ulong seed) => Digits(seed).Rows(row => row < 1200);

    private static Set Others(ulong seed) => Digits(seed).Rows(row => row >= 1200);
}
