using System.Diagnostics.CodeAnalysis;

namespace Vigie.Contract;

/// <summary>
/// The mark <see cref="EventMarks.Historical"/>, which is not known before a record is sent: it is put into the payload on its way out. It is no part
/// of what a record is: the same record may come once without it and later, again, with it.
/// </summary>
public static class HistoricalMark
{
    private const string EventPrefix = "event/";

    /// <summary>When what a record tells of was over; false where the record has no such mark (a context, a gap), or is none.</summary>
    /// <param name="name">Its topic below the device.</param>
    /// <param name="payload">The record, in either encoding.</param>
    /// <param name="time">For an event, when it happened; for a count, when its interval ended.</param>
    public static bool TryReadTime(string name, ReadOnlyMemory<byte> payload, out DateTimeOffset time)
    {
        time = default;
        if (IsEvent(name) && EventRecord.TryDecode(payload, EncodingOf(payload), out EventRecord happened, out _))
        {
            time = happened.Time;
        }
        else if (name == Topics.CountName && CountRecord.TryDecode(payload, EncodingOf(payload), out CountRecord? count, out _))
        {
            time = count.Time.AddSeconds(Math.Min(count.Seconds, (DateTimeOffset.MaxValue - count.Time).TotalSeconds));
        }

        return time != default;
    }

    /// <summary>The payload with the mark. Marking twice is marking once.</summary>
    /// <param name="name">Its topic below the device.</param>
    /// <param name="payload">An event or a count, in either encoding. What a later version added to it stays.</param>
    /// <param name="marked">The same with the mark.</param>
    /// <returns>False where it is neither, or would be longer than any may be: then it goes without.</returns>
    public static bool TrySet(string name, ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out byte[]? marked)
    {
        marked = null;
        if (!TryReadTime(name, payload, out _))
        {
            return false;
        }

        marked = EncodingOf(payload) == WireEncoding.Cbor
            ? Codec.MarkCbor.Set(payload, IsEvent(name) ? (int)EventKey.Flags : (int)CountKey.Flags, (int)EventMarks.Historical)
            : Codec.MarkJson.Set(payload, "historical");
        marked = marked.Length <= (IsEvent(name) ? EventRecord.MaximumBytes : CountRecord.MaximumBytes) ? marked : null;
        return marked is not null;
    }

    /// <summary>Whether two payloads are the same record but for the mark.</summary>
    /// <param name="name">Topic of both, below the device.</param>
    /// <param name="one">One payload.</param>
    /// <param name="other">The other.</param>
    public static bool AreSame(string name, ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span)
        || (TrySet(name, one, out byte[]? first) && TrySet(name, other, out byte[]? second) && first.AsSpan().SequenceEqual(second));

    private static bool IsEvent(string name) => name.StartsWith(EventPrefix, StringComparison.Ordinal);

    // A box's own payload, before it has a content type: its first byte tells.
    private static WireEncoding EncodingOf(ReadOnlyMemory<byte> payload) =>
        ContentTypes.TryGetEncoding(null, payload.Span, out WireEncoding encoding) ? encoding : WireEncoding.Cbor;
}
