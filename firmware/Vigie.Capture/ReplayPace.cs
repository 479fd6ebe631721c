namespace Vigie.Capture;

/// <summary>How fast a file is replayed.</summary>
public enum ReplayPace
{
    /// <summary>Each frame when its presentation time comes, counted from the first frame.</summary>
    Clip,

    /// <summary>As fast as the worker takes frames.</summary>
    Fast,
}
