using Vigie.Core.Geometry;

namespace Vigie.Core;

/// <summary>
/// One object followed through frames. The number means nothing beyond one boot of one box, and there is no appearance in it:
/// a track ends where the object was lost.
/// </summary>
/// <param name="Number">Counts from 1, never reused within a boot.</param>
/// <param name="Box">Where, in pixels of the source frame: the filter's estimate at the frame's time.</param>
/// <param name="Class">What: a number of <see cref="ObjectClasses"/>, by vote over the track's detections.</param>
/// <param name="Score">Score of the last detection matched, 0 to 1.</param>
/// <param name="Since">Frame time of the first detection.</param>
/// <param name="LastSeen">Frame time of the last detection matched.</param>
/// <param name="Seen">Whether a detection of this very frame was matched; false while coasting or occluded.</param>
public readonly record struct Track(
    int Number, Box Box, int Class, float Score, TimeSpan Since, TimeSpan LastSeen, bool Seen);
