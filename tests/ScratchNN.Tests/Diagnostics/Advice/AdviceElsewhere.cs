namespace ScratchNN.Tests;

/// <summary>Advice that tests of its checks obey, and words that only point at another finding or tell what was seen.</summary>
internal static class AdviceElsewhere
{
    /// <summary>Words of an advice, and the test that obeys it and measures what gets better.</summary>
    public static Dictionary<string, string> Obeyed { get; } = new()
    {
        ["Divide as float: pixel / 255f, or Samples.FromBytes."] = nameof(ObeyedAdviceTests.Fit_PixelsDividedAsIntegers_AreTold_AndDividedAsFloatsTheyAreRead),
        ["If several may be true, set Loss = new BinaryCrossEntropy()"] = nameof(
            ObeyedAdviceTests.Fit_SeveralClassesAtOnce_AreTold_AndAskedOneByOneAllAreFound),
        ["train on the logarithm of y, and take exp of the predictions"] = nameof(
            ObeyedAdviceTests.Fit_SkewedTargets_AreTold_AndTheirLogarithmsHaveSmallRelativeErrors),
        ["Train on differences from the last value, and compare the error with that of answering 0."] = nameof(
            ObeyedAdviceTests.Fit_ASeriesLikeItsLastValue_IsTold_AndDifferencesAreForecast),
        ["divide each column of y by its deviation."] = nameof(ObeyedAdviceTests.Fit_AnOutputOfSmallNumbers_IsTold_AndDividedByItsDeviationItIsLearned),
        ["Perhaps x says nothing about it: train a model on this output alone"] = nameof(
            ObeyedAdviceTests.Fit_AnOutputWhoseRowsAreMixedUp_IsTold_AndAloneItShowsWhy),
        ["lower the momentum to 0.9: as it is, steps in one direction add up to"] = nameof(ObeyedAdviceTests.Fit_MomentumOf099_IsNamed_AndWith09ItIsLearned),
        ["Subtract the first or the mean of the column while the numbers are double or long"] = nameof(
            ObeyedAdviceTests.Fit_NumbersTooLargeForFloat32_AreTold_AndLessTheFirstTheyAreExact),
        ["Do your labels start at 1? Subtract 1, and end the model in Dense("] = nameof(
            ObeyedAdviceTests.Fit_LabelsFromOne_AreTold_AndFromZeroTheyNeedOneOutputLess),
        ["For classes end the model in Dense("] = nameof(ColumnTests.Fit_ClassesAsNumbers_AreTold_CountsAreNot),
        ["They look like pixels that were divided by 255 twice: divide once."] = nameof(
            FalseDataTests.Fit_DividedTwice_IsToldTheRootMeanSquare_AndDividingOnceCures),
        ["If so, replace it by the mean of the others before you scale"] = nameof(FalseDataTests.Fit_OneValueApart_IsAskedForMissingOnes_AndFillingCures),
        ["Correct the row or drop it: it dominates the mean and the deviation"] = nameof(FalseDataTests.Fit_OneTargetFarOut_IsNamedByRow_AndDroppingItCures),
        [", and makes up most of the loss"] = nameof(FalseDataTests.Fit_OneTargetFarOut_IsNamedByRow_AndDroppingItCures),
        ["a model that predicts numbers ends in a layer without a range, such as Dense."] = nameof(
            TargetReachTests.Fit_TargetsBeyondTheLastLayer_AreTold_AndDroppingItCures),
        [" units or more."] = nameof(TargetReachTests.Fit_OneUnitBeforeTenClasses_IsToldHowMany_AndThatCures),
        [" before the last layer with weights."] = nameof(NamedCausesTests.Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent),
        ["Lower the rate to between 0.2 and 0.5."] = nameof(NamedCausesTests.Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent),
        ["Lower the noise to about a tenth of the inputs"] = nameof(NamedCausesTests.Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent),
        ["Lower the weight decay: multiplied by the learning rate"] = nameof(NamedCausesTests.Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent),
        ["Set ClipNorm to 1, which keeps steps from exploding"] = nameof(NamedCausesTests.Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent),
        ["put a hidden layer in front, such as Dense(32) and ReLU."] = nameof(NamedCausesTests.Fit_LinearModelOfARing_IsToldOfAHiddenLayer_WhichCures),
        ["Number the classes by one list for all data"] = nameof(NamedCausesTests.Fit_ClassesNumberedOtherwise_AreMatched),
        ["Shuffle the rows before you split them, or set ValidationSplit"] = nameof(
            ValidationShiftTests.Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures),
        ["Scale x as the training inputs: divide it by 255."] = nameof(ValidationShiftTests.Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures),
        [", or leave it as it is and put a Standardize in front of the model, which keeps them."] = nameof(
            ValidationShiftTests.Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures),
        [" in the order of training."] = nameof(ValidationShiftTests.Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures),
        ["as in training. If these rows come from another source or another time"] = nameof(
            ValidationShiftTests.Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures),
        ["Either other columns are needed, or the rows of x and y do not belong together."] = nameof(
            NeighbourAgreementTests.Fit_LabelsInAnotherOrder_NamesBothReadings_AndTheOrderCures),
    };

    /// <summary>Words that ask for nothing: they point at another finding, or say what was seen.</summary>
    public static string[] Pointers { get; } =
    [
        "The model could learn y, because x predicts it: ", "x says little about y: ", "Other columns may tell more.", "The most likely cause is ",
            "This is not an error if the layer never gets such numbers.",
        "Diagnose took these steps on a clone. Check what threw, and for which numbers.", " with new weights", " steps of it bring the loss from ",
            "; from these no rate does better than ",
        "Buffers arrive dirty: ", "The others do the work.", "Nothing comes through that layer: the rest of the model does without it.", "beyond that bound",
            "Nothing was learned that depends on the input.",
        " See the other findings.", "The outputs are NaN, and ", "any comparison with NaN is false: the answer no means nothing.",
            "argmax of NaN is the first NaN: the answer class ", " means nothing.", "See that finding.",
        "; guessing by class frequency alone costs ", "See the other findings.", "Nothing was learned that depends on x. See the other findings.",
        "The model memorises the training samples. EarlyStopping will go back to the best epoch",
    ];
}
