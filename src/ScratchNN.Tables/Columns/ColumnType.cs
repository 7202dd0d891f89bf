namespace ScratchNN.Tables;

/// <summary>The type of a column's values.</summary>
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

    /// <summary>Texts, most of them in only one row: names, addresses, remarks.</summary>
    Text,
}
