using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules;
using Vigie.Tests.Scene.Ground;

namespace Vigie.Tests.Scene;

/// <summary>A square before a camera on a lamp post, told in metres: who is where on the ground in each frame, ten a second.</summary>
internal sealed class Square
{
    private static readonly FrameFormat Format = new(1600, 900);
    private readonly SceneRules _rules;
    private int _frame;

    /// <summary>The zone <c>square</c>: 10 m wide, from 8 m to 28 m before the camera.</summary>
    public Square(string rule, bool knowsGround = true)
    {
        GroundPlane? plane = knowsGround ? Pinhole.LampPost.Plane() : null;
        Assert.True(TryRead(rule, plane, out IReadOnlyList<RuleSettings> rules, out string complaints), complaints);
        _rules = new SceneRules(Format, "square", new Permission(), rules, plane: plane);
    }

    public List<SceneEvent> Said { get; } = [];

    public double Now => _frame / 10.0;

    public static bool TryRead(string rule, GroundPlane? plane, out IReadOnlyList<RuleSettings> rules, out string complaints)
    {
        Complaints list = new("config.json");
        Zone square = new(1, "square", new Polygon([See(-4, 8), See(4, 8), See(5, 28), See(-5, 28)]));
        Zone sky = new(2, "sky", new Polygon([new(0, 0), new(1, 0), new(1, 0.5f)]));
        using JsonDocument document = JsonDocument.Parse($$"""{ "rules": [{{rule}}] }""");
        rules = RuleRegistry.Read(
            new SettingsReader(document.RootElement, "$", list).Children("rules"), new RuleContext([square, sky], [.. ObjectClasses.CocoNames]) { Ground = plane });
        complaints = string.Join('\n', list.All);
        return complaints.Length == 0;
    }

    public static Point See(double right, double ahead) => Pinhole.LampPost.See(right, ahead);

    /// <summary>A person.</summary>
    public static Track Person(int number, double right, double ahead, bool seen = true) => Standing(number, right, ahead, 0.5, 1.75, 1, seen);

    /// <summary>A person of some height, metres.</summary>
    public static Track Person(int number, double right, double ahead, double height) => Standing(number, right, ahead, 0.5, height, 1, seen: true);

    /// <summary>A car.</summary>
    public static Track Car(int number, double right, double ahead, bool seen = true) => Standing(number, right, ahead, 1.9, 1.5, 3, seen);

    /// <summary>So many frames, each with what is told of it: by its number, from 0.</summary>
    public void Show(int frames, Func<int, Track[]> tracks)
    {
        for (int i = 0; i < frames; i++)
        {
            Said.AddRange(_rules.Step(TimeSpan.FromMilliseconds(100 * _frame++), tracks(i)));
        }
    }

    public void Finish() => Said.AddRange(_rules.Finish(TimeSpan.FromMilliseconds(100 * _frame)));

    private static Track Standing(int number, double right, double ahead, double width, double height, int objectClass, bool seen)
    {
        Point left = See(right - width / 2, ahead), other = See(right + width / 2, ahead), head = Pinhole.LampPost.See(right, ahead, height);
        Box box = new(left.X * Format.Width, head.Y * Format.Height, other.X * Format.Width, left.Y * Format.Height);
        return new Track(number, box, objectClass, 0.8f, default, default, seen);
    }
}
