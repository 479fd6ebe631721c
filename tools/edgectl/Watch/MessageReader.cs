using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>
/// Makes readings of messages: decodes them, enters them in the ledger, and keeps contexts for the events that need them.
/// </summary>
public sealed class MessageReader
{
    private const string EventPrefix = "event/";

    private readonly Dictionary<(string Device, Boot Boot, int Number), ContextRecord> _contexts = [];

    /// <summary>What has come so far.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Reads one. Whatever it is: nothing is thrown.</summary>
    public Reading Read(Arrival arrival)
    {
        if (!Topics.TryParse(arrival.Topic, out Topics? device, out string rest))
        {
            return new Reading.Unreadable(arrival, $"the topic is not {Topics.Root}/SITE/DEVICE/…");
        }

        if (!ContentTypes.TryGetEncoding(arrival.ContentType, arrival.Payload.Span, out WireEncoding encoding))
        {
            string known = $"{ContentTypes.Cbor} nor {ContentTypes.Json}";
            return new Reading.Unreadable(arrival, $"content type {arrival.ContentType} is neither {known}");
        }

        return rest switch
        {
            "context" => ReadContext(arrival, device, encoding),
            "status" => ReadStatus(arrival, device, encoding),
            Topics.CountName => ReadCount(arrival, device, encoding),
            Topics.ShadowName => ReadShadow(arrival, device, encoding),
            "gap" => ReadLoss(arrival, device, encoding),
            "clock" => ReadClock(arrival, device, encoding),
            _ when rest.StartsWith(EventPrefix, StringComparison.Ordinal) =>
                ReadEvent(arrival, device, encoding, rest[EventPrefix.Length..]),
            _ => new Reading.Unreadable(arrival, "no record of this version has this topic"),
        };
    }

    private Reading ReadEvent(Arrival arrival, Topics device, WireEncoding encoding, string kind)
    {
        if (!EventRecord.TryDecode(arrival.Payload, encoding, out EventRecord record, out string problem))
        {
            return new Reading.Unreadable(arrival, problem);
        }

        if (EventKinds.Name(record.Kind) != kind)
        {
            return new Reading.Unreadable(arrival, $"it is of kind {EventKinds.Name(record.Kind)}, which is not its topic's");
        }

        return new Reading.OfEvent(arrival, device, encoding, Enter(arrival, device, record.Identity), record, ContextOf(device, record.Identity, record.Context));
    }

    private Reading ReadContext(Arrival arrival, Topics device, WireEncoding encoding)
    {
        if (!ContextRecord.TryDecode(arrival.Payload, encoding, out ContextRecord? record, out string problem))
        {
            return new Reading.Unreadable(arrival, problem);
        }

        _contexts[(Name(device), record.Identity.Boot, record.Number)] = record;
        return new Reading.OfContext(arrival, device, encoding, Enter(arrival, device, record.Identity), record);
    }

    private Reading ReadCount(Arrival arrival, Topics device, WireEncoding encoding)
    {
        if (!CountRecord.TryDecode(arrival.Payload, encoding, out CountRecord? record, out string problem))
        {
            return new Reading.Unreadable(arrival, problem);
        }

        return new Reading.OfCount(arrival, device, encoding, Enter(arrival, device, record.Identity), record, ContextOf(device, record.Identity, record.Context));
    }

    private Reading ReadShadow(Arrival arrival, Topics device, WireEncoding encoding) =>
        ShadowRecord.TryDecode(arrival.Payload, encoding, out ShadowRecord? record, out string problem)
            ? new Reading.OfShadow(arrival, device, encoding, Enter(arrival, device, record.Identity), record, ContextOf(device, record.Identity, record.Context))
            : new Reading.Unreadable(arrival, problem);

    private ContextRecord? ContextOf(Topics device, Identity identity, int number) => _contexts.GetValueOrDefault((Name(device), identity.Boot, number));

    private Reading ReadLoss(Arrival arrival, Topics device, WireEncoding encoding) =>
        GapRecord.TryDecode(arrival.Payload, encoding, out GapRecord? record, out string problem)
            ? new Reading.OfGap(arrival, device, encoding, Enter(arrival, device, record.Identity), record)
            : new Reading.Unreadable(arrival, problem);

    private Reading ReadClock(Arrival arrival, Topics device, WireEncoding encoding) =>
        ClockRecord.TryDecode(arrival.Payload, encoding, out ClockRecord? record, out string problem)
            ? new Reading.OfClock(arrival, device, encoding, Enter(arrival, device, record.Identity), record)
            : new Reading.Unreadable(arrival, problem);

    private static Reading ReadStatus(Arrival arrival, Topics device, WireEncoding encoding) =>
        StatusRecord.TryDecode(arrival.Payload, encoding, out StatusRecord? record, out string problem)
            ? new Reading.OfStatus(arrival, device, encoding, record)
            : new Reading.Unreadable(arrival, problem);

    private Entry Enter(Arrival arrival, Topics device, Identity identity) =>
        Ledger.Enter(Name(device), arrival.Topic, identity, arrival.Retained);

    private static string Name(Topics device) => $"{device.Site}/{device.Device}";
}
