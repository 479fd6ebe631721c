using System.Buffers;

namespace Vigie.Delivery.Projections.HomeAssistant;

/// <summary>
/// Hears that Home Assistant is there. All that it can cause is that what is retained for it is said again: some seconds later, each box at a moment of its own, and
/// once in a while at most. Anything but the word itself is passed over. Any thread.
/// </summary>
/// <param name="repeat">Says it again.</param>
/// <param name="time">For delays.</param>
/// <param name="random">Parts the boxes of a town.</param>
internal sealed class HomeBirth(Action repeat, TimeProvider time, Random random)
{
    /// <summary>The longest time that a box of many waits, so that they do not all speak at once.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromSeconds(3);

    /// <summary>The shortest time from one repetition to the next.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private bool _isOwed;
    private long? _last;

    private static ReadOnlySpan<byte> Word => "online"u8;

    /// <summary>Hears a message on the topic of its birth.</summary>
    /// <returns>Completes when it was said again; at once where it is not, or another already waits.</returns>
    public Task HearAsync(ReadOnlySequence<byte> payload)
    {
        if (payload.Length != Word.Length || !payload.ToArray().AsSpan().SequenceEqual(Word))
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            if (_isOwed)
            {
                return Task.CompletedTask;
            }

            _isOwed = true;
            TimeSpan delay = random.NextDouble() * Spread;
            TimeSpan rest = _last is { } last ? Rest - time.GetElapsedTime(last) : TimeSpan.Zero;
            return RepeatAsync(rest > TimeSpan.Zero ? rest + delay : delay);
        }
    }

    private async Task RepeatAsync(TimeSpan delay)
    {
        await Task.Delay(delay, time).ConfigureAwait(false);
        lock (_gate)
        {
            (_isOwed, _last) = (false, time.GetTimestamp());
        }

        repeat();
    }
}
