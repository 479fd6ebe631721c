using System.Buffers;
using System.Threading.Channels;
using Vigie.Contract;

namespace Vigie.Delivery;

/// <summary>
/// Where commands and revocations wait for the one who judges them. It holds a few; what finds no room is dropped and counted, so that a flood costs neither memory
/// nor the broker's patience.
/// </summary>
public sealed class LetterBox
{
    /// <summary>A longer payload is not taken out of its packet.</summary>
    public const int MostBytes = 4096;

    /// <summary>How many wait at most.</summary>
    public const int Room = 64;

    private const int LongestName = 256;

    private readonly Channel<Letter> _letters;
    private long _dropped;

    /// <summary>Makes an empty one.</summary>
    public LetterBox() => _letters = Channel.CreateBounded<Letter>(
        new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, SingleWriter = true },
        _ => Interlocked.Increment(ref _dropped));

    /// <summary>What waits, in the order in which it came.</summary>
    public ChannelReader<Letter> Letters => _letters.Reader;

    /// <summary>How many found no room since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The topics of a device whose messages come here.</summary>
    public static IEnumerable<string> TopicsOf(Topics topics) => [topics.Command, topics.Revocation];

    /// <summary>Puts one in.</summary>
    /// <param name="topics">The device's topics.</param>
    /// <param name="topic">Where it came.</param>
    /// <param name="payload">What came: copied here, for its buffer is not ours.</param>
    public void Post(Topics topics, string topic, ReadOnlySequence<byte> payload)
    {
        string root = topics.Of("");
        string name = topic.StartsWith(root, StringComparison.Ordinal) ? topic[root.Length..] : topic;
        byte[] content = payload.Length <= MostBytes ? payload.ToArray() : [];
        _letters.Writer.TryWrite(new Letter(name.Length <= LongestName ? name : name[..LongestName], content, payload.Length));
    }
}
