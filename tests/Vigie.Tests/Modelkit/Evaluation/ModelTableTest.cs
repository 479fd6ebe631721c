using System.Globalization;
using System.Text.RegularExpressions;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Reports;
using Vigie.Tests.House;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Models side by side: a row a precision, a column a set, and which sets and classes these are.</summary>
public sealed class ModelTableTest
{
    [Fact]
    public void A_model_has_a_row_for_each_of_its_precisions()
    {
        EvaluationSet set = Sets.Of(1, Sets.True(1, 0));
        EvaluationReport both = Reports.Of(), floats = both with { Model = "plain", Quantised = null };
        string[] lines = ModelTable.Write([set, set], [[both, both], [floats, floats]]).Split('\n');
        Assert.Equal("| model, input | numbers | file | median ms | times as fast | made-up | made-up |", lines[0]);
        Assert.Equal("| street, 416 x 416 | float32 | 15.0 MB | 40.0 |  | 0.400 / 0.500 | 0.400 / 0.500 |", lines[2]);
        Assert.Equal("| street, 416 x 416 | int8 | 3.9 MB | 15.0 | 2.67 | 0.390 / 0.490 | 0.390 / 0.490 |", lines[3]);
        Assert.StartsWith("| plain, 416 x 416 | float32 |", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("AP / AP50. coco-val177: 177 pictures, person, bus (without ambulance", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("Fast, int8 dot products: avx512_vnni.", lines[6], StringComparison.Ordinal);
    }

    // Its figures come from the machine; which models and networks they are of is held to what lies in the repository.
    [Fact]
    public void The_table_of_the_document_is_of_the_models_that_its_command_names()
    {
        string document = SourceTree.Text("models/README.md");
        Match command = Regex.Match(document, @"modelkit table (?<models>.+) --data \.\./shared/data --write models/README\.md$", RegexOptions.Multiline);
        string[] lines = ModelTable.Section.Of(document).Split('\n');
        Assert.Equal("| model, input | numbers | file | median ms | times as fast | coco-val177 | pets09-s2l1 | traffic-atl | vehicles-openimages |", lines[0]);
        List<string> expected = [];
        foreach (string name in command.Groups["models"].Value.Split(' ').Select(model => model.Split('=')[0]))
        {
            ModelManifest manifest = ModelFolder.Find(SourceTree.Full($"models/{name}")).Manifest;
            string size = (manifest.Network.Bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture);
            string numbers = manifest.Input.Element == ElementKind.Pixel ? "int8" : "float32";
            string row = $"| {name}, {manifest.Input.Width} x {manifest.Input.Height} |";
            expected.AddRange([row + " float32", row + " int8"]);
            Assert.Contains(lines, line => line.StartsWith($"{row} {numbers} | {size} |", StringComparison.Ordinal));
        }

        Assert.Equal(expected, lines.Skip(2).TakeWhile(line => line.Length > 0).Select(line => string.Join(" |", line.Split(" |")[..2])));
        Assert.All(lines.Skip(2).TakeWhile(line => line.Length > 0), line => Assert.Equal(11, line.Split('|').Length));
    }

    [Fact]
    public void A_table_takes_the_place_of_the_one_before()
    {
        string document = ModelTable.Section.Replaced("# Figures\n\ntext\n", "old\n") + "\nbehind\n";
        Assert.Equal("old\n", ModelTable.Section.Of(document));
        string changed = ModelTable.Section.Replaced(document, "new\n");
        Assert.Equal(document.Replace("old", "new", StringComparison.Ordinal), changed);
    }
}
