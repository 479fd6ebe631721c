using SkiaSharp;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>
/// One picture that says what a replay saw: all ways walked, the zones, and the moment of each event. For laboratory replays of
/// files only: a box on a camera makes no picture.
/// </summary>
public sealed class ContactSheet : IDisposable
{
    private const int PointsPerTrail = 4_000;

    // A box that ends here is cut off by the picture's lower edge: nobody sees where its object stands.
    private const float CutOff = 0.995f;

    private readonly List<SheetMoment> _moments = [];
    private readonly Dictionary<int, List<Point>> _trails = [];
    private readonly int _most;
    private SKBitmap? _scene;

    /// <summary>Begins an empty sheet.</summary>
    /// <param name="title">What was replayed.</param>
    /// <param name="zones">Zones to draw.</param>
    /// <param name="lines">Tripwires to draw.</param>
    /// <param name="mostMoments">How many events are shown; of more, the first.</param>
    public ContactSheet(string title, IReadOnlyList<SheetZone> zones, IReadOnlyList<SheetLine> lines, int mostMoments = 9)
    {
        Title = title;
        Zones = zones;
        Lines = lines;
        _most = mostMoments;
    }

    internal string Title { get; }

    internal IReadOnlyList<SheetZone> Zones { get; }

    internal IReadOnlyList<SheetLine> Lines { get; }

    internal IReadOnlyList<SheetMoment> Moments => _moments;

    // Foot points by track; one that is no number parts what was seen from what was seen later.
    internal IReadOnlyDictionary<int, List<Point>> Trails => _trails;

    internal SKBitmap? Scene => _scene;

    internal int LeftOut { get; private set; }

    /// <summary>Remembers where everybody stands; the first frame becomes the background of the overview.</summary>
    public void Follow(Frame frame, ReadOnlySpan<Track> tracks)
    {
        _scene ??= FramePicture.Of(frame);
        foreach (ref readonly Track track in tracks)
        {
            if (!track.Seen)
            {
                continue;
            }

            if (!_trails.TryGetValue(track.Number, out List<Point>? trail))
            {
                _trails[track.Number] = trail = [];
            }

            if (trail.Count < PointsPerTrail)
            {
                trail.Add(track.Box.Bottom < CutOff * frame.Format.Height ? track.Box.Foot : new Point(float.NaN, float.NaN));
            }
        }
    }

    /// <summary>Adds the moment of an event; what comes after the sheet is full is counted only.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="tracks">All tracks at that frame.</param>
    /// <param name="track">Number of the track that the event is about; 0: of many.</param>
    /// <param name="box">Where all of them are, pixels; looked at where the event is of many.</param>
    /// <param name="heading">When and what, one short line.</param>
    /// <param name="detail">Where, how sure, how many bytes: one short line.</param>
    public void AddMoment(Frame frame, ReadOnlySpan<Track> tracks, int track, in Box box, string heading, string detail)
    {
        if (_moments.Count >= _most)
        {
            LeftOut++;
            return;
        }

        _moments.Add(new SheetMoment(FramePicture.Of(frame), tracks.ToArray(), track, box, heading, detail));
    }

    /// <summary>Draws the sheet and writes it as PNG.</summary>
    /// <param name="destination">Gets the bytes.</param>
    /// <param name="summary">Lines that stand beside the overview, for example how many events of which kind.</param>
    public void Save(Stream destination, IReadOnlyList<string> summary)
    {
        using SheetDrawing drawing = new(this, summary);
        using SKImage image = drawing.Draw();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scene?.Dispose();
        _moments.ForEach(moment => moment.Picture.Dispose());
    }
}
