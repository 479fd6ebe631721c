using System.Text.Json.Nodes;
using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Heads;
using Vigie.Vision.Plates;

namespace Vigie.Tests.Vision;

/// <summary>The plate heads against their layouts, and finder and reader together on networks that always answer the same.</summary>
public sealed class PlateReaderTest : IDisposable
{
    // 64 x 48: 8 x 6, 4 x 3, 2 x 1 and 1 x 0 points with 3, 2, 2 and 3 priors.
    private const int Priors = 3 * 48 + 2 * 12 + 2 * 2, Places = 4, Characters = 4;

    private static readonly Gen<string> Texts = Gen.Char["ABC019-"].Array[0, PlateText.MostCharacters].Select(characters => new string(characters));

    private readonly ModelFolder _finder = new(), _reader = new();

    public void Dispose()
    {
        _finder.Dispose();
        _reader.Dispose();
    }

    [Fact]
    public void A_text_is_what_was_appended() => Texts.Sample(text =>
    {
        PlateText held = text.Aggregate(default(PlateText), (before, character) => before.Append((byte)character));
        Assert.Equal(text, held.ToString());
        Assert.Equal(text, string.Concat(Enumerable.Range(0, held.Length).Select(position => held[position])));
        Assert.Throws<ArgumentOutOfRangeException>(() => held[held.Length]);
    });

    [Fact]
    public void A_text_knows_its_limits()
    {
        PlateText full = Enumerable.Repeat((byte)'Z', PlateText.MostCharacters).Aggregate(default(PlateText), (text, character) => text.Append(character));
        Assert.Throws<ArgumentOutOfRangeException>(() => full.Append((byte)'A'));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(PlateText).Append(200));
    }

    [Fact]
    public void The_finder_has_the_priors_of_its_authors()
    {
        WriteFinder(manifest => (manifest["input"]!["width"], manifest["input"]!["height"]) = (320, 240));
        Assert.Equal([4385, 14], _finder.Manifest.Head.Outputs[0].Shape);
    }

    [Fact]
    public void The_finder_scores_and_places_as_its_authors_do()
    {
        WriteFinder();
        LpdYunetHead head = Assert.IsType<LpdYunetHead>(_finder.Manifest.Head);
        Gen.Select(Gen.Float[-3, 3].Array[14 * Priors], Gen.Float[0, 1].Array[2 * Priors], Gen.Float[-0.2f, 1.2f].Array[Priors]).Sample((places, probabilities, fits) =>
        {
            CandidateList candidates = new([true]);
            candidates.Begin(0.4f);
            head.Decode([places, probabilities, fits], candidates);
            foreach (Candidate candidate in candidates.Items)
            {
                int row = candidate.Origin;
                Assert.Equal(Math.Sqrt(probabilities[2 * row + 1] * Math.Clamp(fits[row], 0, 1)), candidate.Score, 1e-5);
                (double x, double y, double side) = PriorOf(row);
                double[] across = [.. new[] { 4, 6, 10, 12 }.Select(place => x + places[14 * row + place] * 0.1 * side)];
                double[] down = [.. new[] { 5, 7, 11, 13 }.Select(place => y + places[14 * row + place] * 0.1 * side)];
                Assert.Equal(across.Min(), candidate.Box.Left, 1e-3);
                Assert.Equal(down.Max(), candidate.Box.Bottom, 1e-3);
            }

            int expected = Enumerable.Range(0, Priors).Count(row => Math.Sqrt(probabilities[2 * row + 1] * Math.Clamp(fits[row], 0, 1)) >= 0.4 + 1e-5);
            Assert.InRange(candidates.Count, expected, expected + 1);
        }, iter: 20);
    }

    [Fact]
    public void A_plate_is_found_read_and_nothing_allocated()
    {
        (PlateReader reader, Frame frame) = Open();
        using (reader)
        using (frame)
        {
            PlateReading[] readings = new PlateReading[PlateReader.MostPlates];
            Assert.Equal(1, reader.Read(frame, new Box(0, 0, 64, 48), readings, out Fault? stuck));
            Assert.Null(stuck);
            Assert.Equal("BA", readings[0].Text.ToString());
            Assert.Equal(0.9 * 0.9 * 0.8 * 0.7, readings[0].Confidence, 1e-5);
            Assert.Equal(0.8, readings[0].Score, 1e-5);
            Near(new Box(20, 20, 44, 28), readings[0].Box);
            Assert.Equal(0, AllocationMeter.Of(() => reader.Read(frame, new Box(0, 0, 64, 48), readings, out _)));

            // The region's own pixels: twice as large, and placed.
            Assert.Equal(1, reader.Read(frame, new Box(100, 50, 228, 146), readings, out _));
            Near(new Box(140, 90, 188, 106), readings[0].Box);
            Assert.Equal(0, reader.Read(frame, new Box(5, 5, 5, 5), readings, out _));
            Assert.Equal(0, reader.Read(frame, new Box(0, 0, 64, 48), [], out _));
        }
    }

    [Fact]
    public void A_forbidden_look_gives_nothing_and_says_so()
    {
        (PlateReader reader, Frame frame) = Open();
        using (reader)
        using (frame)
        {
            Assert.True(reader.TryRead(frame, new Box(10, 10, 40, 20), out PlateText text, out float _, out _));
            Assert.Equal("BA", text.ToString());
            Assert.False(reader.TryRead(frame, new Box(10, 10, 10, 20), out _, out _, out Fault? stuck));
            Assert.Null(stuck);
            reader.Forbidden = true;
            Assert.True(reader.Forbidden);
        }
    }

    [Fact]
    public void Models_of_another_kind_are_refused()
    {
        (PlateReader reader, Frame frame) = Open();
        using (reader)
        using (frame)
        {
            Fault fault = Assert.Throws<Fault>(() => new PlateReader(_reader.Manifest, _finder.Manifest));
            Assert.Contains("head.kind of its manifest is not lpd-yunet", fault.Message, StringComparison.Ordinal);
            Assert.Contains("not a detector's", Assert.Throws<Fault>(() => _reader.Manifest.RequireDetector()).Message, StringComparison.Ordinal);
            _reader.WriteLabels("AB", "B", "C", "_");
            Assert.Contains("'AB' is no ASCII character", Assert.Throws<Fault>(() => new PlateReader(_finder.Manifest, _reader.Manifest)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_detector_with_pixels_one_after_the_other_is_refused()
    {
        _finder.WriteManifest(manifest => manifest["input"]!["layout"] = "NHWC");
        Assert.Contains("a detector takes NCHW", Assert.Throws<Fault>(() => _finder.Manifest).Message, StringComparison.Ordinal);
    }

    // Finds one plate from (20, 20) to (44, 28), its corners named in another order than ours, and reads BA on it.
    private (PlateReader Reader, Frame Frame) Open()
    {
        const int Row = 3 * (2 * 8 + 4);
        (double x, double y, double side) = PriorOf(Row);
        float[] places = new float[14 * Priors], probabilities = new float[2 * Priors], fits = new float[Priors];
        (float X, float Y)[] corners = [(44, 20), (44, 28), (20, 20), (20, 28)];
        foreach ((int place, (float cornerX, float cornerY)) in new[] { 4, 6, 10, 12 }.Zip(corners))
        {
            (places[14 * Row + place], places[14 * Row + place + 1]) = ((float)((cornerX - x) / (0.1 * side)), (float)((cornerY - y) / (0.1 * side)));
        }

        (probabilities[2 * Row + 1], fits[Row]) = (0.8f, 0.8f);
        _finder.WriteNetwork(new TinyNetwork("image", [1, 3, ModelFolder.Height, ModelFolder.Width])
            .Output("loc", [Priors, 14], places).Output("conf", [Priors, 2], probabilities).Output("iou", [Priors, 1], fits).ToBytes());
        WriteFinder();
        float[] text = [0.1f, 0.9f, 0, 0, 0.9f, 0.1f, 0, 0, 0, 0.1f, 0.1f, 0.8f, 0.1f, 0.1f, 0.1f, 0.7f];
        _reader.WriteLabels("A", "B", "C", "_");
        _reader.WriteNetwork(new TinyNetwork("image", [1, ModelFolder.Height, ModelFolder.Width, 3]).Output("text", [1, Places, Characters], text).ToBytes());
        _reader.WriteManifest(manifest =>
        {
            manifest["input"]!["layout"] = "NHWC";
            manifest["head"] = new JsonObject { ["kind"] = "plate-text", ["outputs"] = new JsonArray("text"), ["places"] = Places };
        });
        return (new PlateReader(_finder.Manifest, _reader.Manifest), Pictures.Noise(256, 192, seed: 5));
    }

    private static void Near(Box expected, Box found) => Assert.True(expected.IntersectionOverUnion(found) > 0.999f, $"{found} is not {expected}");

    private void WriteFinder(Action<JsonNode>? change = null)
    {
        _finder.WriteLabels("licence plate");
        _finder.WriteManifest(manifest =>
        {
            manifest["head"] = new JsonObject { ["kind"] = "lpd-yunet", ["outputs"] = new JsonArray("loc", "conf", "iou") };
            change?.Invoke(manifest);
        });
    }

    private static (double X, double Y, double Side) PriorOf(int row)
    {
        (int Stride, int Columns, int Rows, int[] Sides)[] levels =
            [(8, 8, 6, [10, 16, 24]), (16, 4, 3, [32, 48]), (32, 2, 1, [64, 96]), (64, 1, 0, [128, 192, 256])];
        foreach ((int stride, int columns, int rows, int[] sides) in levels)
        {
            int count = columns * rows * sides.Length;
            if (row < count)
            {
                int point = row / sides.Length;
                return ((point % columns + 0.5) * stride, (point / columns + 0.5) * stride, sides[row % sides.Length]);
            }

            row -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }
}
