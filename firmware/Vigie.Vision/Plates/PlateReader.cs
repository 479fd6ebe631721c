using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Detectors;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Plates;

/// <summary>
/// Finds licence plates in a part of a frame with one network, straightens each, and reads it with another. What is cut out of the frame
/// stays in here: boxes, texts and probabilities leave. All memory is allocated by the constructor. For one thread.
/// </summary>
public sealed class PlateReader : IDisposable
{
    /// <summary>The most plates that one part of a frame can give.</summary>
    public const int MostPlates = 16;

    // A reader is trained on plates with a little of what is around them.
    private const float Margin = 1.1f;

    private readonly ModelManifest _finding;
    private readonly LpdYunetHead _finderHead;
    private readonly PlateTextHead _readerHead;
    private readonly WatchedNetwork _finder;
    private readonly WatchedNetwork _reader;
    private readonly PatchSampler _finderSampler;
    private readonly PatchSampler _readerSampler;
    private readonly CandidateList _candidates = new([true]);
    private readonly int[] _kept = new int[MostPlates];
    private readonly byte[] _alphabet;

    /// <summary>Verifies and loads both networks.</summary>
    /// <param name="finder">Model whose head is <c>lpd-yunet</c>.</param>
    /// <param name="reader">Model whose head is <c>plate-text</c>.</param>
    /// <param name="limits">When a run counts as stuck; <see cref="RunLimits.File"/> where absent.</param>
    /// <param name="clock">Measures stuck runs; the system's where absent.</param>
    /// <exception cref="Fault">A network is missing or another one, or a model is of another kind.</exception>
    public PlateReader(ModelManifest finder, ModelManifest reader, RunLimits? limits = null, TimeProvider? clock = null)
    {
        _finding = finder;
        _finderHead = finder.RequireHead<LpdYunetHead>("lpd-yunet");
        _readerHead = reader.RequireHead<PlateTextHead>("plate-text");
        _alphabet = AlphabetOf(reader);
        (_finderSampler, _readerSampler) = (new PatchSampler(finder.Input), new PatchSampler(reader.Input));
        _finder = new WatchedNetwork(finder, limits ?? RunLimits.File, clock ?? TimeProvider.System);
        try
        {
            _reader = new WatchedNetwork(reader, limits ?? RunLimits.File, clock ?? TimeProvider.System);
        }
        catch (Fault)
        {
            _finder.Dispose();
            throw;
        }
    }

    /// <summary>Raised from a watch's thread: a run did not end when told to, and never will. The process should be restarted.</summary>
    public event Action<Fault>? GaveUp
    {
        add
        {
            _finder.GaveUp += value;
            _reader.GaveUp += value;
        }

        remove
        {
            _finder.GaveUp -= value;
            _reader.GaveUp -= value;
        }
    }

    /// <summary>Whether looking is forbidden, as the kill switch says; a run under way is ended at once. From any thread.</summary>
    public bool Forbidden
    {
        get => _finder.Forbidden;
        set => _finder.Forbidden = _reader.Forbidden = value;
    }

    /// <summary>Finds and reads the plates in a part of a frame.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="region">Where to look, pixels of the frame: a vehicle, for instance.</param>
    /// <param name="destination">Gets the readings, surest plate first; what does not fit is left out.</param>
    /// <param name="stuck">Where a run was stuck and is ended, and the look lost: what to tell people.</param>
    /// <returns>How many were written.</returns>
    public int Read(Frame frame, in Box region, Span<PlateReading> destination, out Fault? stuck)
    {
        stuck = null;
        Box seen = Seen(region);
        if (!_finder.Memory.TryFill(0, _finderSampler, frame, Quad.Of(seen)))
        {
            return 0;
        }

        stuck = _finder.RunWatched(0);
        int found = stuck is null ? Select(destination.Length) : 0;
        int count = 0;
        for (int index = 0; index < found && stuck is null; index++)
        {
            ref readonly Candidate candidate = ref _candidates.Items[_kept[index]];
            Quad corners = ToFrame(_finderHead.CornersOf(_finder.Memory.Outputs[0], candidate.Origin), seen);
            if (TryRead(frame, corners.Grow(Margin), out PlateText text, out float confidence, out stuck))
            {
                Box box = corners.Bounds.Clip(frame.Format.Width, frame.Format.Height);
                destination[count++] = new PlateReading(box, candidate.Score, text, confidence);
            }
        }

        return count;
    }

    /// <summary>Reads a plate that was found otherwise.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="plate">Where it is, pixels of the frame.</param>
    /// <param name="text">What stands on it.</param>
    /// <param name="confidence">How likely all of the text is right, 0 to 1.</param>
    /// <param name="stuck">Where the run was stuck and is ended: what to tell people.</param>
    /// <returns>False where the box is empty or the look is lost.</returns>
    public bool TryRead(Frame frame, in Box plate, out PlateText text, out float confidence, out Fault? stuck) =>
        TryRead(frame, Quad.Of(plate), out text, out confidence, out stuck);

    /// <summary>Gives everything back. Nobody may be reading.</summary>
    public void Dispose()
    {
        _finder.Dispose();
        _reader.Dispose();
    }

    private static byte[] AlphabetOf(ModelManifest reader)
    {
        string? wrong = reader.Labels.FirstOrDefault(label => label.Length != 1 || !char.IsAscii(label[0]));
        return wrong is null ? [.. reader.Labels.Select(label => (byte)label[0])] : throw new Fault(
            FaultKind.Config, $"{reader.File}, $.labels", $"'{wrong}' is no ASCII character", "Write one character a line, the sign for an empty place last.");
    }

    private bool TryRead(Frame frame, in Quad corners, out PlateText text, out float confidence, out Fault? stuck)
    {
        (text, confidence, stuck) = (default, 0, null);
        if (!_reader.Memory.TryFill(0, _readerSampler, frame, corners))
        {
            return false;
        }

        stuck = _reader.RunWatched(0);
        if (stuck is null)
        {
            (text, confidence) = _readerHead.Decode(_reader.Memory.Outputs[0], _alphabet);
        }

        return stuck is null;
    }

    // The region, grown to the proportions of the network's input, so that nothing is distorted.
    private Box Seen(in Box region)
    {
        if (_finding.Input.Resize == ResizeMode.Stretch)
        {
            return region;
        }

        float scale = MathF.Max(region.Width / _finding.Input.Width, region.Height / _finding.Input.Height);
        (float width, float height) = (scale * _finding.Input.Width, scale * _finding.Input.Height);
        return Box.FromSize((region.Left + region.Right - width) / 2, (region.Top + region.Bottom - height) / 2, width, height);
    }

    private int Select(int most)
    {
        _candidates.Begin(_finding.Thresholds.Consider);
        _finderHead.Decode(_finder.Memory.Outputs, _candidates);
        _candidates.Sort();
        return NonMaximumSuppression.Select(_candidates.Items, _finding.Thresholds.Overlap, _kept.AsSpan(0, Math.Min(most, _kept.Length)));
    }

    private Quad ToFrame(in Quad corners, in Box seen)
    {
        (float left, float top) = (seen.Left, seen.Top);
        (float across, float down) = (seen.Width / _finding.Input.Width, seen.Height / _finding.Input.Height);
        return new Quad(Moved(corners.TopLeft), Moved(corners.TopRight), Moved(corners.BottomRight), Moved(corners.BottomLeft));

        Point Moved(Point point) => new(left + point.X * across, top + point.Y * down);
    }
}
