using System.Globalization;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Appliance.Replay;

/// <summary>
/// Writes tracks as MOTChallenge rows (Leal-Taixé et al., "MOTChallenge 2015"; MOT16 for the class column):
/// <c>frame,id,left,top,width,height,score,class,-1,-1</c>, frames from 1, pixels of the source, class = house number (COCO category).
/// </summary>
public sealed class MotChallengeWriter : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Creates or replaces the file.</summary>
    /// <exception cref="Fault">The file cannot be written.</exception>
    public MotChallengeWriter(string path) => _writer = OutputFile.CreateText(path, "--tracks");

    /// <summary>Writes the tracks that were seen in this frame.</summary>
    /// <param name="frameNumber">Position of the frame, from 0.</param>
    /// <param name="tracks">All tracks at that frame.</param>
    public void Write(long frameNumber, ReadOnlySpan<Track> tracks)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (!track.Seen)
            {
                continue;
            }

            Box box = track.Box;
            _writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{frameNumber + 1},{track.Number},{box.Left:0.00},{box.Top:0.00},{box.Width:0.00},{box.Height:0.00},{track.Score:0.000},{track.Class},-1,-1"));
        }
    }

    /// <summary>Hands everything written so far to the file.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
