namespace Vigie.Capture.Ffmpeg;

/// <summary>How a clip ended: all that is known once both children are gone.</summary>
/// <param name="Clip">What was read.</param>
/// <param name="Frames">Pictures delivered.</param>
/// <param name="LastAt">Presentation time of the last one.</param>
/// <param name="Broken">What broke a stream between the children and us, if anything.</param>
/// <param name="DemuxerExit">Exit code of the child that copies packets.</param>
/// <param name="DemuxerComplaints">Its standard error.</param>
/// <param name="DecoderExit">Exit code of the child that decodes.</param>
/// <param name="DecoderComplaints">Its standard error.</param>
internal sealed record ClipEnd(
    string Clip,
    long Frames,
    TimeSpan LastAt,
    Exception? Broken,
    int DemuxerExit,
    IReadOnlyList<string> DemuxerComplaints,
    int DecoderExit,
    IReadOnlyList<string> DecoderComplaints);
