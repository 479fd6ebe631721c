namespace Vigie.Chaos;

/// <summary>One fault.</summary>
/// <param name="Fault">What happens, in a few words.</param>
/// <param name="PlayAsync">Lets it happen, and counts. What it says besides goes into the table's last column.</param>
/// <param name="MustFail">Whether the product or the receiver is crippled here, so that the harness must see it.</param>
/// <param name="OnlyLong">Whether the short form leaves it out, unless it is asked for by --only.</param>
internal sealed record Row(string Fault, Func<Stage, Task<(Tally Tally, string Note)>> PlayAsync, bool MustFail = false, bool OnlyLong = false);
