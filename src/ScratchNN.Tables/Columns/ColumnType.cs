namespace ScratchNN.Tables;

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers with fractions.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    WholeNumber,

    /// <summary>A few words or codes, each in several rows.</summary>
    Category,

    /// <summary>Yes or no, true or false.</summary>
    YesNo,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary>Texts, most of them in one row alone: names, addresses, remarks.</summary>
    Text,
}
