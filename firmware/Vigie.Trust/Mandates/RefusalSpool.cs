using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>
/// What another process on the box had to refuse, until the service journals it: one line each (document, reason, SHA-256, time). Only
/// the service writes the journal.
/// </summary>
internal sealed class RefusalSpool(string path)
{
    // Some 600 refusals between two looks; whoever knocks more often is told of as often as that.
    private const long MostBytes = 64 * 1024;

    /// <summary>Why refusals could not be taken the last time; null where they could.</summary>
    public string? Problem { get; private set; }

    public void Add(string document, ReadOnlySpan<byte> bytes, Refusal refusal, DateTimeOffset now)
    {
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (file.Length < MostBytes)
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{document} {refusal.Code} {Convert.ToHexStringLower(SHA256.HashData(bytes))} {now:s}Z\n")));
            file.Flush();
            PrivateFile.Flush(file.SafeFileHandle);
        }
    }

    /// <summary>Takes all of them; where the disk does not let them go, they stay for the next look.</summary>
    public IReadOnlyList<MandateNotice> Take()
    {
        try
        {
            return TakeOver();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Problem = $"{path} cannot be taken: {error.Message}";
            return [];
        }
    }

    private MandateNotice[] TakeOver()
    {
        Problem = null;
        string taken = path + ".taken";
        if (!File.Exists(taken) && File.Exists(path))
        {
            File.Move(path, taken);
        }

        if (!File.Exists(taken))
        {
            return [];
        }

        MandateNotice[] notices = [.. File.ReadLines(taken).Take(1000).Select(line => line.Split(' ')).Where(words => words.Length == 4)
            .Select(words => new MandateNotice(MandateNoticeKind.Refused, words[2], $"a {words[0]} was refused at {words[3]}: {words[1]}"))];
        File.Delete(taken);
        return notices;
    }
}
