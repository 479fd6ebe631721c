using Vigie.Core;

namespace Vigie.Scene.Rules.Intrusion;

/// <summary>The foot point of a person or vehicle is in a zone where nobody is to be.</summary>
internal sealed class IntrusionRule(IntrusionSettings settings, FrameFormat format, int maximumTracks)
    : TrackRule(settings, format, maximumTracks);
