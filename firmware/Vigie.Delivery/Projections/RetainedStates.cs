using System.Diagnostics.CodeAnalysis;

namespace Vigie.Delivery.Projections;

/// <summary>What is retained, the latest of each topic, and which of it must be said: each topic waits once, however often it changed. One thread at a time.</summary>
internal sealed class RetainedStates
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _states = new(StringComparer.Ordinal);
    private readonly Queue<string> _unsaid = new();
    private readonly HashSet<string> _isUnsaid = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untaken = new(StringComparer.Ordinal);
    private long _noted;

    /// <summary>How many wait to be said.</summary>
    public int Unsaid => _unsaid.Count;

    /// <summary>Sets one; nothing waits where it is as it was.</summary>
    public void Put(string topic, ReadOnlyMemory<byte> payload)
    {
        if (!_states.TryGetValue(topic, out ReadOnlyMemory<byte> before) || !before.Span.SequenceEqual(payload.Span))
        {
            _states[topic] = payload;
            Await(topic);
        }
    }

    /// <summary>These and no others: what else there is, here or in the book, is taken away.</summary>
    /// <param name="all">All that is to be retained.</param>
    /// <param name="before">Topics on which something may be retained.</param>
    /// <param name="noted">What <see cref="TakeNoted"/> is to say.</param>
    public void Keep(IReadOnlyCollection<ProjectedMessage> all, IEnumerable<string> before, long noted)
    {
        _noted = noted;
        _leaving.UnionWith(before.Concat(_states.Keys));
        _leaving.ExceptWith(all.Select(message => message.Topic));
        foreach (string topic in _leaving)
        {
            Put(topic, default);
        }

        foreach (ProjectedMessage message in all)
        {
            Put(message.Topic, message.Payload);
        }
    }

    /// <summary>All of them whose topics are wanted wait again.</summary>
    public void Repeat(Predicate<string> wanted)
    {
        foreach (string topic in _states.Keys.Where(topic => wanted(topic)))
        {
            Await(topic);
        }
    }

    /// <summary>Takes the next that waits.</summary>
    public bool TryNext([NotNullWhen(true)] out string? topic, out ReadOnlyMemory<byte> payload)
    {
        while (_unsaid.TryDequeue(out topic))
        {
            _isUnsaid.Remove(topic);
            // What has left meanwhile is said no more.
            if (_states.TryGetValue(topic, out payload))
            {
                return true;
            }
        }

        payload = default;
        return false;
    }

    /// <summary>The broker has taken this.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">What it took there: an older state than the one that is to be said, perhaps.</param>
    /// <returns>Whether that took something away for good.</returns>
    public bool Take(string topic, ReadOnlyMemory<byte> payload)
    {
        if (!_states.TryGetValue(topic, out ReadOnlyMemory<byte> now) || !now.Span.SequenceEqual(payload.Span))
        {
            return false;
        }

        bool hasLeft = payload.IsEmpty && _leaving.Remove(topic) && _states.Remove(topic);
        if (hasLeft || !_isUnsaid.Contains(topic))
        {
            _untaken.Remove(topic);
        }

        return hasLeft;
    }

    /// <summary>What <see cref="Keep"/> was given, once, when the broker has taken all of it as it is now; else 0.</summary>
    public long TakeNoted()
    {
        long noted = _untaken.Count == 0 ? _noted : 0;
        _noted -= noted;
        return noted;
    }

    private void Await(string topic)
    {
        _untaken.Add(topic);
        if (_isUnsaid.Add(topic))
        {
            _unsaid.Enqueue(topic);
        }
    }
}
