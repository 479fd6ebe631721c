using Vigie.Capture.Ffmpeg;

namespace Vigie.Capture;

/// <summary>Limits of a <see cref="LiveFeed"/>. What a camera needs is the default.</summary>
public sealed record LiveFeedOptions
{
    /// <summary>Frames that the consumer holds at once beside those in the mailbox: the pool has room for them.</summary>
    public int FramesHeld { get; init; } = 4;

    /// <summary>Room of the mailbox that the feed posts to.</summary>
    public int MailboxCapacity { get; init; } = Mailbox.DefaultCapacity;

    /// <summary>Which packets are decoded at first.</summary>
    public DecodeMode Mode { get; init; } = DecodeMode.Full;

    /// <summary>Decoder threads, at least 1. One keeps the decoder's delay to what the stream itself asks for.</summary>
    public int DecoderThreads { get; init; } = 1;

    /// <summary>A stream is stalled when no packet comes for so long.</summary>
    public TimeSpan PacketLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest time from connecting to the first picture: a camera sends it with its next key frame.</summary>
    public TimeSpan OpeningLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait before the next attempt, where not said otherwise below.</summary>
    public TimeSpan RetryCap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Shortest time between two attempts with credentials that were refused, so that no account is locked.</summary>
    public TimeSpan DeniedDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait where only a person can mend it: codec, size, settings.</summary>
    public TimeSpan ConfigCap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Streams that may break off within an hour before <see cref="FlappingCap"/> takes the place of <see cref="RetryCap"/>.</summary>
    public int BrokenPerHour { get; init; } = 120;

    /// <summary>Longest wait where a camera's stream breaks off all the time.</summary>
    public TimeSpan FlappingCap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The ffmpeg to run: a name that is looked up in PATH, or a path. 5.1 or newer.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}
