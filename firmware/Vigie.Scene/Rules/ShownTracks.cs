using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>What every rule asks of the tracks that it is shown.</summary>
internal static class ShownTracks
{
    /// <summary>Whether a track of this number is among them; one that is not has ended.</summary>
    public static bool Hold(this ReadOnlySpan<Track> tracks, int number)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.Number == number)
            {
                return true;
            }
        }

        return false;
    }
}
