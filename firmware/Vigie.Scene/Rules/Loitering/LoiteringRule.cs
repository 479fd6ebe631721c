using Vigie.Core;

namespace Vigie.Scene.Rules.Loitering;

/// <summary>The same person is in a zone for longer than the dwell time; a short way out of it does not count.</summary>
internal sealed class LoiteringRule(LoiteringSettings settings, FrameFormat format, int maximumTracks)
    : TrackRule(settings, format, maximumTracks)
{
    protected override TimeSpan Patience => settings.Clear;
}
