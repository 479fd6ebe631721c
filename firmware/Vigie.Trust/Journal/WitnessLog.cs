using System.Buffers.Text;
using System.Text.Json;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// The heads of one box that a witness holds. Two forms, told apart line by line: a hub's log of what came over MQTT, JSON lines with
/// <c>head</c> (base64url) or <c>hex</c>; and a town's static file, in which the last word of a line is the head in base64url and what stands before it
/// is for people. Empty lines and lines that begin with <c>#</c> are passed over. Heads of other boxes may stand between.
/// </summary>
public sealed record WitnessLog
{
    private const int LongestLine = 8192;
    private const long LongestFile = 1L << 30;

    private WitnessLog(string name, IReadOnlyList<WitnessedHead> heads, int others, IReadOnlyList<int> bad) =>
        (Name, Heads, Others, Bad) = (name, heads, others, bad);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Heads that this box's key signed, in the file's order.</summary>
    public IReadOnlyList<WitnessedHead> Heads { get; }

    /// <summary>How many heads are of other keys.</summary>
    public int Others { get; }

    /// <summary>Numbers of the first hundred lines that are no head, or say they are of this key and are not.</summary>
    public IReadOnlyList<int> Bad { get; }

    /// <summary>Reads a witness's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The box's public key.</param>
    /// <exception cref="Fault">It is not there, or larger than any such file.</exception>
    public static WitnessLog Read(string path, PublicKey key)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile
                ? Read(Path.GetFileName(path), new BoundedLines(path, LongestLine).Read(), key)
                : throw new Fault(FaultKind.Exhausted, path, "is larger than any witness's file", "Give the file of heads itself.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Give the file of heads that the witness keeps.", error);
        }
    }

    /// <summary>Reads a witness's lines.</summary>
    public static WitnessLog Read(string name, IEnumerable<string?> lines, PublicKey key)
    {
        const int MostBad = 100;
        List<WitnessedHead> heads = [];
        List<int> bad = [];
        int others = 0;
        int number = 0;
        foreach (string? line in lines)
        {
            number++;
            if (line is ['#', ..] or "")
            {
                continue;
            }

            if (line is null || MessageOf(line.Trim()) is not byte[] message || !SignedDocument.TryReadUnverified(message, JournalHead.DocumentType, out SignedDocument? said, out _))
            {
                NoteBad();
            }
            else if (said.Signer != key.Thumbprint)
            {
                others++;
            }
            else if (TryOpen(message, key, out JournalHead? head))
            {
                heads.Add(new WitnessedHead(head!, number));
            }
            else
            {
                NoteBad();
            }
        }

        return new WitnessLog(name, heads, others, bad);

        void NoteBad() => bad.AddRange(bad.Count < MostBad ? [number] : []);
    }

    internal static bool TryOpen(ReadOnlyMemory<byte> message, PublicKey key, out JournalHead? head)
    {
        head = SignedDocument.TryOpen(message, JournalHead.DocumentType, key, out SignedDocument? document, out _)
            && JournalHeadRecord.TryDecodeBody(document.Payload, out JournalHeadRecord? record, out _)
            ? new JournalHead(record, message)
            : null;
        return head is not null;
    }

    private static byte[]? MessageOf(string line)
    {
        try
        {
            return line.StartsWith('{') ? OfJson(line) : Base64Url.DecodeFromChars(line.AsSpan(line.LastIndexOf(' ') + 1));
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[]? OfJson(string line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return root.TryGetProperty("head", out JsonElement head) && head.GetString() is string text ? Base64Url.DecodeFromChars(text)
            : root.TryGetProperty("hex", out JsonElement hex) && hex.GetString() is string digits ? Convert.FromHexString(digits)
            : null;
    }
}
