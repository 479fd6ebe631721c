using System.Globalization;

namespace Vigie.Edgectl.Watch;

/// <summary>What a watch amounted to.</summary>
/// <param name="Events">Events, each once.</param>
/// <param name="Duplicates">Records that came again.</param>
/// <param name="Gaps">Gaps that are still open.</param>
/// <param name="PayloadBytes">Bytes of the events' payloads, duplicates included.</param>
/// <param name="PacketBytes">Bytes of their MQTT packets, duplicates included.</param>
public readonly record struct WatchTotals(int Events, int Duplicates, int Gaps, long PayloadBytes, long PacketBytes)
{
    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{Count(Events, "event")}, {Count(Duplicates, "duplicate")}, {Count(Gaps, "gap")}, "
        + $"{Bytes(PayloadBytes)} of payload in {Bytes(PacketBytes)} of MQTT";

    private static string Bytes(long count) => count.ToString("N0", CultureInfo.InvariantCulture) + " bytes";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
