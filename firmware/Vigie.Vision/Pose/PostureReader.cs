using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Detectors;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Pose;

/// <summary>
/// Tells how a person holds the trunk, from the person's part of a frame. What is cut out and the points of the body stay in here, and are blackened
/// before the answer is given. All memory is allocated by the constructor. For one thread.
/// </summary>
public sealed class PostureReader : IDisposable
{
    // The network was trained on squares with some room around the person.
    private const float Margin = 1.25f;

    // COCO's order of points.
    private const int LeftShoulder = 5, RightShoulder = 6, LeftHip = 11, RightHip = 12;

    private readonly MoveNetHead _head;
    private readonly WatchedNetwork _network;
    private readonly PatchSampler _sampler;
    private readonly Keypoint[] _points = new Keypoint[MoveNetHead.Points];

    /// <summary>Verifies and loads the network.</summary>
    /// <param name="model">Model whose head is <c>movenet</c>.</param>
    /// <param name="limits">When a run counts as stuck; <see cref="RunLimits.File"/> where absent.</param>
    /// <param name="clock">Measures stuck runs; the system's where absent.</param>
    /// <exception cref="Fault">The network is missing or another one, or the model is of another kind.</exception>
    public PostureReader(ModelManifest model, RunLimits? limits = null, TimeProvider? clock = null)
    {
        _head = model.RequireHead<MoveNetHead>("movenet");
        _sampler = new PatchSampler(model.Input);
        _network = new WatchedNetwork(model, limits ?? RunLimits.File, clock ?? TimeProvider.System);
    }

    /// <summary>Raised from the watch's thread: a run did not end when told to, and never will. The process should be restarted.</summary>
    public event Action<Fault>? GaveUp
    {
        add => _network.GaveUp += value;
        remove => _network.GaveUp -= value;
    }

    /// <summary>Whether looking is forbidden, as the kill switch says; a run under way is ended at once. From any thread.</summary>
    public bool Forbidden
    {
        get => _network.Forbidden;
        set => _network.Forbidden = value;
    }

    /// <summary>Looks at one person.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="person">Where the person is, pixels of the frame.</param>
    /// <param name="posture">How the trunk is held.</param>
    /// <param name="stuck">Where the run was stuck and is ended, and the look lost: what to tell people.</param>
    /// <returns>False where the box is empty or the look is lost.</returns>
    public bool TryRead(Frame frame, in Box person, out Posture posture, out Fault? stuck)
    {
        (posture, stuck) = (default, null);
        NetworkMemory memory = _network.Memory;
        float side = Margin * MathF.Max(person.Width, person.Height);
        float top = (person.Top + person.Bottom - side) / 2;
        Quad square = Quad.Of(Box.FromSize((person.Left + person.Right - side) / 2, top, side, side));
        if (!memory.TryFill(0, _sampler, frame, square))
        {
            return false;
        }

        try
        {
            stuck = _network.RunWatched(0);
            if (stuck is null)
            {
                _head.Decode(memory.Outputs, _points);
                posture = PostureOf(_points, side, person.Bottom - top);
            }

            return stuck is null;
        }
        finally
        {
            memory.Forget(0);
            _points.AsSpan().Clear();
        }
    }

    /// <summary>Gives everything back. Nobody may be reading.</summary>
    public void Dispose() => _network.Dispose();

    /// <summary>The posture that points mean.</summary>
    /// <param name="points">In COCO's order, in fractions of a square.</param>
    /// <param name="side">The square's side, pixels of the frame.</param>
    /// <param name="foot">How far below the square's top the person's box ends, pixels of the frame.</param>
    internal static Posture PostureOf(ReadOnlySpan<Keypoint> points, float side, float foot)
    {
        (Keypoint left, Keypoint right) = (points[LeftShoulder], points[RightShoulder]);
        (Keypoint leftHip, Keypoint rightHip) = (points[LeftHip], points[RightHip]);
        float across = side * (left.Place.X + right.Place.X - leftHip.Place.X - rightHip.Place.X) / 2;
        float up = side * (leftHip.Place.Y + rightHip.Place.Y - left.Place.Y - right.Place.Y) / 2;
        float hips = side * (leftHip.Place.Y + rightHip.Place.Y) / 2;
        float confidence = MathF.Min(MathF.Min(left.Score, right.Score), MathF.Min(leftHip.Score, rightHip.Score));
        return new Posture(MathF.Atan2(MathF.Abs(across), up) * 180 / MathF.PI, MathF.Sqrt(across * across + up * up), foot - hips, confidence);
    }
}
