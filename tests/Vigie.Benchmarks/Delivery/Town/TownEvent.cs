using Vigie.Contract;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>What every box of the town says: as much as an intrusion is on the wire.</summary>
internal static class TownEvent
{
    public static byte[] Encode(Boot boot, uint sequence) => new EventRecord
    {
        Identity = new Identity(boot, sequence, null),
        Context = 1,
        Camera = 1,
        Kind = EventKind.Intrusion,
        Phase = EventPhase.Start,
        Signal = sequence,
        Time = DateTimeOffset.UtcNow,
        Class = 1,
        Confidence = 71,
        Zone = 2,
        Box = new BoxPerMille(512, 331, 88, 240),
    }.Encode(WireEncoding.Cbor);
}
