using System.Buffers.Text;
using System.Globalization;
using Vigie.Contract;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>A head of the journal with its signature: what witnesses keep.</summary>
/// <param name="Record">What it says.</param>
/// <param name="Message">The COSE_Sign1 message: the bytes that go out.</param>
public sealed record JournalHead(JournalHeadRecord Record, ReadOnlyMemory<byte> Message)
{
    /// <summary>The type of the signed document: signed by the box's own key.</summary>
    public static DocumentType DocumentType { get; } = new("journal-head", Role.None);

    /// <summary>
    /// One line for a static file that the town publishes: for people box, number and time, then the message in base64url (RFC 4648, section
    /// 5), which is all that counts.
    /// </summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Record.Box} head {Record.Number} {Record.Time:yyyy-MM-dd'T'HH:mm:ss'Z'} {Base64Url.EncodeToString(Message.Span)}");

    internal static JournalHead Sign(SigningKey key, JournalHeadRecord record) => new(record, key.Sign(DocumentType, record.EncodeBody()));
}
