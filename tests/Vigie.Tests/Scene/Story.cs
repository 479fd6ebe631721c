using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

/// <summary>
/// A film of 640 x 480 pixels told in lines, run through the real tracker and rules. Lines are
/// <list type="bullet">
/// <item><c># words</c>: what the story is about;</item>
/// <item><c>zone NAME X,Y X,Y X,Y …</c> (unit square), then <c>line NAME X,Y X,Y</c>, <c>rule {…}</c> as in a configuration;</item>
/// <item><c>see FROM TO STEP CLASS LEFT,TOP,WIDTH,HEIGHT [-> LEFT,TOP,WIDTH,HEIGHT] SCORE</c>: a detection in each of the frames at FROM,
/// FROM + STEP, … up to TO (seconds), in even motion;</item>
/// <item><c>look FROM TO STEP</c>: frames that are looked at even if nothing is seen; <c>coast FROM TO STEP</c>: frames that nobody looks at.</item>
/// </list>
/// What comes of it: the tracks whenever another object, class or state is among them (a star is unseen), and every event.
/// </summary>
internal sealed class Story
{
    private readonly SortedDictionary<TimeSpan, List<Detection>?> _frames = [];
    private readonly List<Zone> _zones = [];
    private readonly List<Line> _lines = [];
    private readonly List<string> _rules = [];
    private readonly List<string> _sights = [];

    public Story(string text)
    {
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split(' ', 2);
            switch (words[0])
            {
                case "zone":
                    _zones.Add(ReadZone(words[1].Split(' ')));
                    break;
                case "line":
                    _lines.Add(ReadLine(words[1].Split(' ')));
                    break;
                case "rule":
                    _rules.Add(words[1]);
                    break;
                case "look" or "coast":
                    AddFrames(words[1].Split(' '), isLook: words[0] == "look");
                    break;
                case "see":
                    AddFrames(words[1].Split(' '), isLook: true);
                    _sights.Add(words[1]);
                    break;
                default:
                    throw new FormatException($"a story does not know '{line}'");
            }
        }

        _sights.ForEach(AddSight);
    }

    public string Tell()
    {
        var told = new StringBuilder();
        var tracker = new Tracker(new TrackerOptions());
        SceneRules rules = Rules();
        string before = "";
        foreach ((TimeSpan at, List<Detection>? seen) in _frames)
        {
            ReadOnlySpan<Track> tracks = seen is null ? tracker.Coast(at) : tracker.Step(at, seen.ToArray());
            string now = string.Join("  ", tracks.ToArray().Select(Name));
            if (now != before)
            {
                told.Append(Time(at)).Append(tracks.IsEmpty ? "nobody" : string.Join("  ", tracks.ToArray().Select(track => $"{Name(track)} at {Show(track.Box)}"))).Append('\n');
                before = now;
            }

            Append(told, rules.Step(at, tracks));
        }

        Append(told, rules.Finish(_frames.Keys.Last()));
        return told.ToString();
    }

    private SceneRules Rules()
    {
        var complaints = new Complaints("story");
        using JsonDocument document = JsonDocument.Parse($$"""{ "rules": [{{string.Join(",", _rules)}}] }""");
        var context = new RuleContext(_zones, [.. ObjectClasses.CocoNames]) { Lines = _lines };
        ImmutableArray<RuleSettings> settings = RuleRegistry.Read(new SettingsReader(document.RootElement, "$", complaints).Children("rules"), context);
        complaints.ThrowIfAny();
        return new SceneRules(new FrameFormat(640, 480), "story", new Permission(), settings);
    }

    private void Append(StringBuilder told, ReadOnlySpan<SceneEvent> events)
    {
        foreach (SceneEvent said in events)
        {
            string place = _zones.FirstOrDefault(zone => zone.Number == said.Zone)?.Name ?? _lines.Single(line => line.Number == said.Zone).Name;
            string who = EventKinds.Counts(said.Kind) ? $"{said.Count}" : $"{ClassName(said.Class)} #{said.Track}";
            string way = said.Kind != EventKind.Line ? "in" : said.Outward ? "out over" : "in over";
            string held = said.Held > 0 ? $", {said.Held} held back" : "";
            told.Append(Time(said.At)).Append(CultureInfo.InvariantCulture,
                $"  {EventKinds.Name(said.Kind)} {said.Signal} {said.Phase.ToString().ToLowerInvariant()}: {who} {way} {place} since {said.Since.TotalSeconds:0.0}, confidence {said.Confidence:0.00}{held}\n");
        }
    }

    private Zone ReadZone(string[] words) =>
        new(_zones.Count + 1, words[0], new Polygon([.. words[1..].Select(word => word.Split(',')).Select(pair => new Point(Number(pair[0]), Number(pair[1])))]));

    private Line ReadLine(string[] words)
    {
        Point[] ends = [.. words[1..].Select(word => word.Split(',')).Select(pair => new Point(Number(pair[0]), Number(pair[1])))];
        return new Line(_zones.Count + _lines.Count + 1, words[0], ends[0], ends[1]);
    }

    private void AddFrames(string[] words, bool isLook)
    {
        foreach (TimeSpan at in Times(words))
        {
            if (isLook)
            {
                _frames[at] = _frames.GetValueOrDefault(at) ?? [];
            }
            else
            {
                _frames.TryAdd(at, null);
            }
        }
    }

    private void AddSight(string line)
    {
        string[] words = line.Split(' ');
        Assert.True(ObjectClasses.TryGetNumber(words[3], out int number), $"{words[3]} is no class");
        int[] from = Numbers(words[4]), to = words[5] == "->" ? Numbers(words[6]) : from;
        TimeSpan[] times = [.. Times(words)];
        for (int i = 0; i < times.Length; i++)
        {
            float part = times.Length == 1 ? 0 : (float)i / (times.Length - 1);
            float[] box = [.. from.Zip(to, (a, b) => a + (b - a) * part)];
            _frames[times[i]]!.Add(new Detection(Box.FromSize(box[0], box[1], box[2], box[3]), number, Number(words[^1])));
        }
    }

    private static IEnumerable<TimeSpan> Times(string[] words)
    {
        int from = Milliseconds(words[0]), to = Milliseconds(words[1]), step = Milliseconds(words[2]);
        for (int time = from; time <= to; time += step)
        {
            yield return TimeSpan.FromMilliseconds(time);
        }
    }

    private static string Name(Track track) => $"#{track.Number} {ClassName(track.Class)}{(track.Seen ? "" : "*")}";

    private static string ClassName(int number) => ObjectClasses.TryGetName(number, out string name) ? name : number.ToString(CultureInfo.InvariantCulture);

    private static string Time(TimeSpan at) => at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6) + "  ";

    private static string Show(Box box) => FormattableString.Invariant($"{box.Left:0},{box.Top:0},{box.Width:0},{box.Height:0}");

    private static int Milliseconds(string seconds) => (int)Math.Round(Number(seconds) * 1000);

    private static int[] Numbers(string text) => [.. text.Split(',').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
