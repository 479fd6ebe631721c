using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Delivery.Projections;

/// <summary>
/// What projections have retained at the broker, in a file, so that it can be taken away by a later run that no longer says it. One line each: <c>topic</c>, or
/// camera, kind, place and whether that is a line, parted by tabs. Without it, or where it is damaged, what stays at the broker stays. Any thread.
/// </summary>
internal sealed class RetainedBook
{
    private const int LargestFile = 4_000_000;

    private readonly string _file;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _topics = new(StringComparer.Ordinal);

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

    /// <summary>Rules that were announced there.</summary>
    public ImmutableArray<WatchedRule> Rules { get; private set; } = [];

    /// <summary>Writes down what will be retained, before it is.</summary>
    public void Add(IEnumerable<string> topics, IEnumerable<WatchedRule> rules)
    {
        lock (_gate)
        {
            _topics.UnionWith(topics);
            Rules = [.. rules];
            Write();
        }
    }

    /// <summary>Nothing is retained on these topics any more: written down once for all of them.</summary>
    public void Remove(IEnumerable<string> topics)
    {
        lock (_gate)
        {
            int before = _topics.Count;
            _topics.ExceptWith(topics);
            if (_topics.Count < before)
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

        Rules = [.. rules];
    }

    private void Write()
    {
        StringBuilder text = new();
        foreach (string topic in _topics)
        {
            text.Append(topic).Append('\n');
        }

        foreach (WatchedRule rule in Rules)
        {
            text.Append($"{rule.Camera}\t{rule.KindName}\t{rule.Place}\t{(rule.IsLine ? "line" : "zone")}\n");
        }

        try
        {
            if (text.Length > 0)
            {
                PrivateFile.Replace(_file, Encoding.UTF8.GetBytes(text.ToString()));
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
