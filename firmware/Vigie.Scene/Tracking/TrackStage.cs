namespace Vigie.Scene.Tracking;

/// <summary>Where in its life a track stands.</summary>
internal enum TrackStage
{
    /// <summary>Seen once: nobody is told yet.</summary>
    Tentative,

    /// <summary>Seen when it was last looked for.</summary>
    Followed,

    /// <summary>Looked for and not seen: remembered for a while.</summary>
    Lost,

    /// <summary>Over: its place is free.</summary>
    Ended,
}
