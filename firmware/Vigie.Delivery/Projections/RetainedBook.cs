using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Delivery.Projections;

/// <summary>
/// What projections have retained at the broker, in a file, so that it can be taken away by a later run that no longer says it. One line each: <c>topic</c>, or
/// camera, kind, place and whether that is a line, parted by tabs: a rule stands there until the broker has taken what says that it went. Without it, or where it is damaged, what stays
/// at the broker stays. Any thread; who reads does not wait for the disk.
/// </summary>
internal sealed class RetainedBook
{
    private const int LargestFile = 4_000_000;

    private readonly string _file;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    // Taken before the other one, by those who write.
    private readonly Lock _disk = new();
    private readonly SortedSet<string> _topics = new(StringComparer.Ordinal);
    private ImmutableArray<WatchedRule> _rules = [];
    private ImmutableArray<WatchedRule> _gone = [];
    private long _edition;

    /// <summary>Reads it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="logger">Where it is said that it cannot be read or written.</param>
    public RetainedBook(string file, ILogger logger)
    {
        (_file, _logger) = (file, logger);
        try
        {
            Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ProjectionLog.BookUnusable(logger, file, "read", error.Message);
        }
    }

    /// <summary>Topics on which something of ours may be retained.</summary>
    public ImmutableArray<string> Topics
    {
        get
        {
            lock (_gate)
            {
                return [.. _topics];
            }
        }
    }

    /// <summary>Rules that an earlier run announced there, and perhaps took back without an answer.</summary>
    public ImmutableArray<WatchedRule> Before { get; private set; } = [];

    /// <summary>Writes down what will be retained, before it is.</summary>
    /// <param name="topics">On which topics.</param>
    /// <param name="rules">Rules that are announced.</param>
    /// <param name="gone">Rules that were, and are taken back.</param>
    /// <returns>What <see cref="Remove"/> is to be told.</returns>
    public long Add(IEnumerable<string> topics, IEnumerable<WatchedRule> rules, IEnumerable<WatchedRule> gone)
    {
        lock (_disk)
        {
            long edition;
            lock (_gate)
            {
                _topics.UnionWith(topics);
                (_rules, _gone) = ([.. rules], [.. gone]);
                edition = ++_edition;
            }

            Write();
            return edition;
        }
    }

    /// <summary>Nothing is retained on these topics any more, and what went is known to be gone: written down once for all of it.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="taken">As <see cref="Add"/> gave it, where the broker has taken all that was to be said of the rules that went, and nothing was added since; 0: it has not.</param>
    public void Remove(IReadOnlyCollection<string> topics, long taken)
    {
        if (topics.Count == 0 && taken == 0)
        {
            return;
        }

        lock (_disk)
        {
            bool isChanged;
            lock (_gate)
            {
                int before = _topics.Count;
                _topics.ExceptWith(topics);
                bool forgets = taken == _edition && !_gone.IsEmpty;
                _gone = forgets ? [] : _gone;
                isChanged = forgets || _topics.Count < before;
            }

            if (isChanged)
            {
                Write();
            }
        }
    }

    private void Read()
    {
        if (!File.Exists(_file))
        {
            return;
        }

        byte[] content = PrivateFile.ReadWithin(_file, LargestFile) ?? throw new IOException($"it has more than {LargestFile} bytes.");
        List<WatchedRule> rules = [];
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split('\t');
            if (fields is [string topic])
            {
                _topics.Add(topic);
            }
            else if (fields is [string camera, string kindName, string place, "line" or "zone"] && EventKinds.TryParse(kindName, out EventKind kind))
            {
                rules.Add(new WatchedRule(camera, kind, place, fields[3] == "line"));
            }
            else
            {
                throw new IOException($"'{line}' is no line of it.");
            }
        }

        Before = [.. rules];
    }

    private string Text()
    {
        StringBuilder text = new();
        lock (_gate)
        {
            foreach (string topic in _topics)
            {
                text.Append(topic).Append('\n');
            }

            foreach (WatchedRule rule in _rules.Concat(_gone))
            {
                text.Append($"{rule.Camera}\t{rule.KindName}\t{rule.Place}\t{(rule.IsLine ? "line" : "zone")}\n");
            }
        }

        return text.ToString();
    }

    private void Write()
    {
        string text = Text();
        try
        {
            if (text.Length > 0)
            {
                PrivateFile.Replace(_file, Encoding.UTF8.GetBytes(text));
            }
            else
            {
                File.Delete(_file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ProjectionLog.BookUnusable(_logger, _file, "written", error.Message);
        }
    }
}
