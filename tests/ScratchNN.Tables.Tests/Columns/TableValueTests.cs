namespace ScratchNN.Tables.Tests.Columns;

/// <summary>What a value of a row converts from.</summary>
public sealed class TableValueTests
{
    [Fact]
    public void Value_OfAnyType_Converts()
    {
        TableValue[] values =
        [
            29, 1L << 40, (short)7, (byte)7, 7u, 7.25f, 7.25, 383_700.50m, true, "seven", new DateTime(2020, 2, 3, 4, 5, 6), new DateOnly(2020, 2, 3),
            new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)),
        ];
        Assert.Equal(
            [
                "29", "1099511627776", "7", "7", "7", "7.25", "7.25", "383700.5", "true", "seven", "2020-02-03T04:05:06", "2020-02-03T00:00:00",
                "2020-02-03T03:05:06",
            ], values.Select(value => value.ToString()));
    }

    [Fact]
    public void From_NoValue_IsMissing()
    {
        Assert.True(TableValue.From((int?)null).IsMissing);
        Assert.True(TableValue.From((DateOnly?)null).IsMissing);
        Assert.True(TableValue.From((double?)double.NaN).IsMissing);
        Assert.True(new TableRow { ["x"] = null }["x"].IsMissing);
    }

    [Fact]
    public void From_Value_IsThatValue()
    {
        Assert.Equal("29", TableValue.From((int?)29).ToString());
        Assert.Equal("7", TableValue.From((ulong?)7).ToString());
        Assert.Equal("7.25", TableValue.From((decimal?)7.25m).ToString());
        Assert.Equal("false", TableValue.From((bool?)false).ToString());
        Assert.Equal("Friday", TableValue.From((DayOfWeek?)DayOfWeek.Friday).ToString());
        Assert.Equal("2020-02-03T00:00:00", TableValue.From((DateOnly?)new DateOnly(2020, 2, 3)).ToString());
    }

    [Fact]
    public void From_AnotherType_IsRefused() => Assert.Contains("System.Guid is not a value of a column",
        Assert.Throws<ArgumentException>(() => TableValue.From((Guid?)Guid.Empty)).Message, StringComparison.Ordinal);
}
