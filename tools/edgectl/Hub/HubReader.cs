using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>Tells what a message is. Whatever it is: nothing is thrown.</summary>
internal static class HubReader
{
    /// <summary>No record of the contract is longer.</summary>
    public const int LongestPayload = ContextRecord.MaximumBytes;

    private const string EventPrefix = "event/";

    public static HubItem Read(HubMessage message)
    {
        if (!Topics.TryParse(message.Topic, out Topics? device, out string name))
        {
            return new HubItem.Unreadable(message, $"the topic is not {Topics.Root}/SITE/DEVICE/…");
        }

        if (message.Payload.Length > LongestPayload)
        {
            return new HubItem.Unreadable(message, $"{message.Payload.Length} bytes, {LongestPayload} at most");
        }

        return name switch
        {
            // What people say to a box is not a box's, and its answer is theirs; an empty payload takes a retained message away.
            "command" or "answer" or "revocation" or Topics.ResultName => new HubItem.Nothing(message),
            _ when message.Payload.Length == 0 => new HubItem.Nothing(message),
            // What is said in other formats says nothing that the records do not.
            _ when name.StartsWith("home/", StringComparison.Ordinal) || name.StartsWith("onvif-ej/", StringComparison.Ordinal) => new HubItem.Nothing(message),
            "receipt" => ReadReceipt(message, device),
            "journal" => ReadHead(message, device),
            "status" => ReadStatus(message, device),
            _ => ReadNumbered(message, device, name),
        };
    }

    public static WireEncoding EncodingOf(ReadOnlySpan<byte> payload) =>
        payload is [(byte)'{', ..] ? WireEncoding.Json : WireEncoding.Cbor;

    private static HubItem ReadReceipt(HubMessage message, Topics device) =>
        ReceiptRecord.TryDecode(message.Payload, EncodingOf(message.Payload), out ReceiptRecord? record, out string problem)
            ? new HubItem.OfReceipt(message, device, record)
            : new HubItem.Unreadable(message, problem);

    private static HubItem ReadHead(HubMessage message, Topics device)
    {
        if (!JournalHeadRecord.TryDecodeUnverified(message.Payload, out JournalHeadRecord? record, out string problem))
        {
            return new HubItem.Unreadable(message, problem);
        }

        return record.Box == $"{device.Site}/{device.Device}"
            ? new HubItem.OfHead(message, device, record)
            : new HubItem.Unreadable(message, $"it is the head of {record.Box}, which is not its topic's");
    }

    private static HubItem ReadStatus(HubMessage message, Topics device) =>
        StatusRecord.TryDecode(message.Payload, EncodingOf(message.Payload), out _, out string problem)
            ? new HubItem.OfState(message, device, "status", KeepsHistory: true)
            : new HubItem.Unreadable(message, problem);

    private static HubItem ReadNumbered(HubMessage message, Topics device, string name)
    {
        bool told = ContentTypes.TryGetEncoding(message.ContentType, message.Payload, out WireEncoding encoding);
        if (!IdentityReader.TryRead(message.Payload, encoding, out Identity identity))
        {
            return name == "health"
                ? new HubItem.OfState(message, device, name, KeepsHistory: false)
                : new HubItem.Unreadable(message, ProblemOf(name, message.Payload, encoding, out _) ?? "it tells no boot and sequence");
        }

        string? problem = told ? ProblemOf(name, message.Payload, encoding, out DateTimeOffset? time)
            : NoTime($"content type {message.ContentType} is not known to this version", out time);
        return new HubItem.Numbered(message, device, name, identity, time, problem);
    }

    private static string? ProblemOf(string name, ReadOnlyMemory<byte> payload, WireEncoding encoding, out DateTimeOffset? time)
    {
        string problem;
        switch (name)
        {
            case Topics.ContextName:
                time = ContextRecord.TryDecode(payload, encoding, out ContextRecord? context, out problem) ? context.Time : null;
                return time is null ? problem : null;
            case Topics.CountName:
                time = CountRecord.TryDecode(payload, encoding, out CountRecord? count, out problem) ? count.Time : null;
                return time is null ? problem : null;
            case Topics.ShadowName:
                time = ShadowRecord.TryDecode(payload, encoding, out ShadowRecord? shadow, out problem) ? shadow.Time : null;
                return time is null ? problem : null;
            case "gap":
                time = GapRecord.TryDecode(payload, encoding, out GapRecord? gap, out problem) ? gap.Time : null;
                return time is null ? problem : null;
            case Topics.ClockName:
                time = ClockRecord.TryDecode(payload, encoding, out ClockRecord? clock, out problem) ? clock.Time : null;
                return time is null ? problem : null;
            case not null when name.StartsWith(EventPrefix, StringComparison.Ordinal):
                return ProblemOfEvent(name, payload, encoding, out time);
            default:
                return NoTime("no record of this version has this topic", out time);
        }
    }

    private static string? ProblemOfEvent(string name, ReadOnlyMemory<byte> payload, WireEncoding encoding, out DateTimeOffset? time)
    {
        if (!EventRecord.TryDecode(payload, encoding, out EventRecord record, out string problem))
        {
            return NoTime(problem, out time);
        }

        time = record.Time;
        return Topics.EventName(record.Kind) == name ? null : $"it is of kind {EventKinds.Name(record.Kind)}, which is not its topic's";
    }

    private static string NoTime(string problem, out DateTimeOffset? time)
    {
        time = null;
        return problem;
    }
}
