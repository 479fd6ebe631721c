using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Clock records to test with: one by hand, and a generator over everything that the contract permits.</summary>
internal static class ClockSamples
{
    /// <summary>A time server was reached: the clock was 4 minutes slow.</summary>
    public static ClockRecord Clock { get; } = new()
    {
        Identity = new(Samples.Boot, 43, 2),
        Time = Samples.Moment,
        Was = Samples.Moment.AddMinutes(-4),
        Uncertainty = 2_000,
    };

    public static Gen<ClockRecord> Clocks { get; } =
        from identity in Samples.Identities
        from time in Samples.Times
        from was in Samples.Times.Nullable()
        from uncertainty in Gen.Int[1, ClockRecord.MaximumUncertainty].Nullable()
        select new ClockRecord { Identity = identity, Time = time, Was = was, Uncertainty = uncertainty };
}
