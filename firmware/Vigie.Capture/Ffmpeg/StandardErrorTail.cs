using System.Text.RegularExpressions;

namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Reads a child's standard error on a thread of its own, so that the child never waits for us, and keeps a bounded part: the first
/// lines and the last ones, each shortened, without credentials and without ffmpeg's memory addresses.
/// </summary>
internal sealed partial class StandardErrorTail
{
    private const int MaxLines = 16;
    private const int MaxLineLength = 400;

    /// <summary>
    /// What libgcrypt, which Debian's ffmpeg is linked with, says where it may not lock memory (mlock(2), RLIMIT_MEMLOCK). It tells nothing of a
    /// stream, and nothing of ours lies in that memory.
    /// </summary>
    private const string OfTheLibrary = "using insecure memory";

    /// <summary>Read of a line before it is cleaned: cutting first could cut a password in two and leave half of it.</summary>
    private const int MaxRawLength = 8192;

    private readonly List<string> _first = new(MaxLines);
    private readonly Queue<string> _last = new(MaxLines);
    private readonly Lock _gate = new();
    private readonly Func<string, string>? _redact;
    private readonly Action<string>? _said;
    private readonly Thread _thread;

    /// <summary>Starts reading; ends where the stream ends.</summary>
    /// <param name="standardError">The child's.</param>
    /// <param name="name">Of the thread.</param>
    /// <param name="redact">Takes secrets out of a line before anything else sees it.</param>
    /// <param name="said">Told each cleaned line, on the reading thread.</param>
    public StandardErrorTail(
        StreamReader standardError, string name, Func<string, string>? redact = null, Action<string>? said = null)
    {
        _redact = redact;
        _said = said;
        _thread = new Thread(() => Read(standardError)) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>What is kept so far, in order.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _first, .. _last];
            }
        }
    }

    /// <summary>Waits until the child has closed its standard error.</summary>
    public void Join() => _thread.Join();

    /// <summary>Takes user and password out of URLs, and ffmpeg's "[name @ 0xaddress]" in front.</summary>
    public static string Clean(string line) => Address().Replace(Credentials().Replace(line, "://***@"), "").Trim();

    /// <summary>Greedy up to the last @: a password may hold that and slashes.</summary>
    [GeneratedRegex(@"://[^\s'""]*@")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"^\s*\[[^\]]* @ 0x[0-9a-fA-F]+\]\s*")]
    private static partial Regex Address();

    private void Read(StreamReader standardError)
    {
        Span<char> line = new char[MaxRawLength];
        int length = 0;
        int next;
        while ((next = standardError.Read()) >= 0)
        {
            if (next is '\n' or '\r')
            {
                Keep(line[..length]);
                length = 0;
            }
            else if (length < MaxRawLength)
            {
                line[length++] = (char)next;
            }
        }

        Keep(line[..length]);
    }

    private void Keep(ReadOnlySpan<char> line)
    {
        string text = Clean(_redact is null ? line.ToString() : _redact(line.ToString()));
        if (text.Length == 0 || text.Contains(OfTheLibrary, StringComparison.Ordinal))
        {
            return;
        }

        text = text.Length <= MaxLineLength ? text : text[..MaxLineLength];
        _said?.Invoke(text);

        lock (_gate)
        {
            if (_first.Count < MaxLines)
            {
                _first.Add(text);
                return;
            }

            if (_last.Count == MaxLines)
            {
                _last.Dequeue();
            }

            _last.Enqueue(text);
        }
    }
}
