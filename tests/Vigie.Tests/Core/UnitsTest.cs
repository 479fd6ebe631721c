using CsCheck;
using Vigie.Core.Settings;

namespace Vigie.Tests.Core;

public sealed class UnitsTest
{
    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5s", 1.5)]
    [InlineData("0s", 0)]
    [InlineData("10min", 600)]
    [InlineData("2h", 7200)]
    [InlineData("30d", 2_592_000)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(Units.TryParseDuration(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, 9);
    }

    [Theory]
    [InlineData("64kB", 64_000)]
    [InlineData("1.5MB", 1_500_000)]
    [InlineData("2GB", 2_000_000_000)]
    public void Sizes_are_read(string text, long expected)
    {
        Assert.True(Units.TryParseSize(text, out long bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData(" 1s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("NaNs")]
    [InlineData("1m")]
    [InlineData("99999999999999d")]
    public void No_duration_is_read_from(string text) => Assert.False(Units.TryParseDuration(text, out _));

    [Theory]
    [InlineData("5")]
    [InlineData("5B")]
    [InlineData("5KB")]
    [InlineData("5MiB")]
    [InlineData("-5MB")]
    [InlineData("99999999999999GB")]
    public void No_size_is_read_from(string text) => Assert.False(Units.TryParseSize(text, out _));

    [Fact]
    public void What_is_shown_is_read_again() => Gen.Int[1, 999].Select(Gen.OneOf(Gen.Const(1), Gen.Const(1000), Gen.Const(60_000), Gen.Const(3_600_000))).Sample((number, unit) =>
    {
        var duration = TimeSpan.FromMilliseconds((double)number * unit);
        Assert.True(Units.TryParseDuration(Units.Show(duration), out TimeSpan again));
        Assert.Equal(duration.TotalSeconds, again.TotalSeconds, duration.TotalSeconds * 0.001);
    });

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.25, "250ms")]
    [InlineData(90, "1.5min")]
    [InlineData(86_400, "1d")]
    public void Durations_are_shown_short(double seconds, string expected) => Assert.Equal(expected, Units.Show(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(512_000_000, "512MB")]
    [InlineData(1_500, "1.5kB")]
    [InlineData(10, "0.01kB")]
    public void Sizes_are_shown_short(long bytes, string expected) => Assert.Equal(expected, Units.Show(bytes));
}
