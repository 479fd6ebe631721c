using CsCheck;
using SkiaSharp;
using Vigie.Modelkit.Reports;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Figures come into a card, those of another set and what people wrote stay; each is told with its set and classes.</summary>
public sealed class ModelCardTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-card-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_card_names_set_classes_and_processor_and_shows_a_plot()
    {
        File.WriteAllText(Path.Combine(_folder, "CARD.md"), "# street\n\nGood for people.\n");
        string card = File.ReadAllText(ModelCard.Write(_folder, Reports.Of()));
        Assert.StartsWith("# street\n\nGood for people.\n\n", card, StringComparison.Ordinal);
        foreach (string part in (string[])
        [
            "coco-val177: 177 pictures, person, bus (without ambulance, which the model does not know), 503 objects.",
            "| AP | 0.400 | 0.390 |",
            "| one run, median and 95th percentile | 40.0 ms, 41.0 ms | 15.0 ms, 16.0 ms |",
            "on Fast (avx512_vnni): int8 is 2.7 times as fast.",
            "| person | 500 | 0.400 | 0.390 | 0.500 | 0.490 | 0.600 | 0.590 |",
            "1 classes with fewer than 10 objects are in the mean only.",
            "(accuracy-coco-val177.png)",
        ])
        {
            Assert.Contains(part, card, StringComparison.Ordinal);
        }

        using SKBitmap plot = SKBitmap.Decode(Path.Combine(_folder, "accuracy-coco-val177.png"));
        Assert.Equal((640, 480), (plot.Width, plot.Height));
        Assert.True(plot.Pixels.Distinct().Count() > 10);
    }

    [Fact]
    public void Written_again_it_is_the_same()
    {
        string first = File.ReadAllText(ModelCard.Write(_folder, Reports.Of()));
        Assert.StartsWith("# street\n", first, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(ModelCard.Write(_folder, Reports.Of())));
    }

    [Fact]
    public void A_section_takes_its_own_place_and_no_other() => Gen.Select(Gen.String[Gen.Char["ab#\n "], 0, 30], Gen.String[Gen.Char["cd\n"], 1, 20]).Sample((text, section) =>
    {
        string before = "# title\n" + text.TrimEnd();
        string one = ModelCard.Replaced(before, "one", section + "\n"), two = ModelCard.Replaced(one, "two", "figures\n");
        string changed = ModelCard.Replaced(two, "one", "other\n");
        return changed.StartsWith(before.TrimEnd(), StringComparison.Ordinal)
            && ModelCard.Replaced(changed, "one", section + "\n") == two
            && changed.Contains("other\n<!-- end of one -->", StringComparison.Ordinal)
            && changed.EndsWith("figures\n<!-- end of two -->\n", StringComparison.Ordinal);
    });
}
