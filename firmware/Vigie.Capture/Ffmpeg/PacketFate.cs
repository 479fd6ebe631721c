namespace Vigie.Capture.Ffmpeg;

/// <summary>What becomes of a packet.</summary>
internal enum PacketFate
{
    /// <summary>It goes to the decoder, behind those that were kept since the last key frame.</summary>
    Decode,

    /// <summary>It goes to the decoder, and what was kept is of no use any more.</summary>
    DecodeAnew,

    /// <summary>It is kept behind those that are.</summary>
    Keep,

    /// <summary>It is kept, and what was kept before is of no use any more.</summary>
    KeepAnew,

    /// <summary>It refers to what was dropped, and is dropped too.</summary>
    Drop,
}
