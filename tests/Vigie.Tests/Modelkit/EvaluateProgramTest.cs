using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Reports;
using Vigie.Modelkit.Sources;

namespace Vigie.Tests.Modelkit;

/// <summary>What a person types and reads: figures of both precisions, as tables and as JSON, a card, a gate.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EvaluateProgramTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Both_precisions_are_measured_on_labelled_pictures_and_the_card_is_written()
    {
        await BuildAsync();
        ModelkitProcess json = await RunAsync("evaluate", _tiny.Folder, "--images", _tiny.Pictures, "--truth", WriteTruth(), "--rounds", "3", "--json");
        json.Succeeded();
        JsonElement report = JsonDocument.Parse(json.Output).RootElement;
        foreach (string precision in (string[])["fp32", "int8"])
        {
            JsonElement figures = report.GetProperty(precision);
            Assert.InRange(figures.GetProperty("ap").GetDouble(), 0.2, 1.0001);
            Assert.True(figures.GetProperty("ap50").GetDouble() > 0 && figures.GetProperty("ar").GetDouble() > 0);
            Assert.True(figures.GetProperty("p95Ms").GetDouble() >= figures.GetProperty("medianMs").GetDouble());
            Assert.Equal(3, figures.GetProperty("runs").GetInt32());
        }

        Assert.Equal(("pictures", 4), (report.GetProperty("set").GetString(), report.GetProperty("pictures").GetInt32()));
        Assert.Equal("tram", Assert.Single(report.GetProperty("leftOut").EnumerateArray()).GetString());
        Assert.All(report.GetProperty("classes").EnumerateObject(), entry => Assert.Contains(entry.Name, (string[])["person", "car"]));
        Assert.Contains("## Measured on pictures", File.ReadAllText(Path.Combine(_tiny.Folder, "CARD.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_tiny.Folder, "accuracy-pictures.png")));
    }

    [Fact]
    public async Task Without_pictures_times_are_measured_and_accuracy_is_not_made_up()
    {
        await BuildAsync();
        ModelkitProcess run = await RunAsync("evaluate", _tiny.Folder, "--rounds", "2");
        run.Succeeded();
        Assert.Contains("times only. Accuracy needs labelled pictures", run.Output, StringComparison.Ordinal);
        Assert.Contains("int8 is", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_tiny.Folder, "CARD.md")));
        (await RunAsync("evaluate", _tiny.Folder, "--rounds", "2", "--gate")).Failed(2, "cannot be judged without pictures");
    }

    [Fact]
    public async Task A_twin_may_be_named_and_must_be_of_the_other_precision()
    {
        Thorough.Only();
        await BuildAsync();
        string floats = Path.Combine(_tiny.Root, "floats");
        (await RunAsync("build", _tiny.Folder, "--precision", "fp32", "--output", floats)).Succeeded();
        ModelkitProcess alone = await RunAsync("evaluate", floats, "--rounds", "2", "--json");
        alone.Succeeded();
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(alone.Output).RootElement.GetProperty("int8").ValueKind);
        ModelkitProcess both = await RunAsync("evaluate", floats, "--twin", _tiny.Folder, "--rounds", "2", "--json");
        both.Succeeded();
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(both.Output).RootElement.GetProperty("int8").ValueKind);
        (await RunAsync("evaluate", floats, "--twin", floats)).Failed(2, "computes in the same numbers");
    }

    [Fact]
    public async Task What_is_half_asked_or_unreadable_is_refused()
    {
        await BuildAsync();
        (await RunAsync("evaluate", _tiny.Folder, "--images", _tiny.Pictures)).Failed(2, "--truth: is missing");
        string truth = WriteTruth();
        File.WriteAllText(Path.Combine(_tiny.Pictures, "0.png"), "no picture");
        (await RunAsync("evaluate", _tiny.Folder, "--images", _tiny.Pictures, "--truth", truth)).Failed(5, "0.png", "this is not an image");
        Assert.False(File.Exists(Path.Combine(_tiny.Folder, "CARD.md")));
    }

    [Fact]
    public async Task A_profile_says_what_each_kind_of_operation_takes_and_leaves_no_trace()
    {
        await BuildAsync();
        ModelkitProcess run = await RunAsync("profile", _tiny.Folder, "--rounds", "2");
        run.Succeeded();
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal("| operation | float32, nodes | float32, ms | int8, nodes | int8, ms |", lines[0]);
        Match sum = Regex.Match(lines[^1], @"^\| together \| ([0-9]+) \| [0-9.]+ \| ([0-9]+) \| [0-9.]+ \|$");
        Assert.True(sum.Success, run.Output);
        Assert.All([1, 2], column => Assert.InRange(int.Parse(sum.Groups[column].Value, CultureInfo.InvariantCulture), 10, 200));
        Assert.Empty(Directory.GetFiles(_tiny.Root, "*profile*"));
        ModelkitProcess refused = await RunAsync("profile", _tiny.Folder, "--rounds", "0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--rounds: expected 1 to 1000.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_written_into_a_document_and_again_in_its_place()
    {
        await BuildAsync();
        string document = Path.Combine(_tiny.Root, "README.md"), data = Path.Combine(_tiny.Root, "data", "own");
        File.WriteAllText(document, "# Figures\n");
        string truth = WriteTruth();
        Directory.CreateDirectory(data);
        File.Move(truth, Path.Combine(data, "instances.json"));
        Directory.Move(_tiny.Pictures, Path.Combine(data, "images"));
        string[] arguments = ["table", _tiny.Folder, "--data", Path.GetDirectoryName(data)!, "--rounds", "2", "--write"];
        for (int time = 0; time < 2; time++)
        {
            ModelkitProcess run = await RunAsync([.. arguments, document]);
            run.Succeeded();
            string text = File.ReadAllText(document);
            Assert.StartsWith("# Figures\n\n<!-- figures: written by modelkit table -->\n| model, input | numbers |", text, StringComparison.Ordinal);
            Assert.Equal(run.Output, ModelTable.Section.Of(text));
            Assert.Equal(2, Regex.Count(text, "(?m)^\\| tiny, 32 x 32 \\|"));
        }

        (await RunAsync([.. arguments, Path.Combine(_tiny.Root, "absent.md")])).Failed(3, "absent.md: is not there");
    }

    private async Task BuildAsync()
    {
        _tiny.MakePictures(4);
        _tiny.Cache.Store(_tiny.Model.Source(), _tiny.Tarball, Tarball.Read(_tiny.Tarball, _tiny.Model.Source()));
        (await RunAsync("calibrate", _tiny.Folder, "--images", _tiny.Pictures)).Succeeded();
        (await RunAsync("build", _tiny.Folder, "--pin")).Succeeded();
    }

    // What the model itself finds first on each picture: it has never learned anything.
    private string WriteTruth()
    {
        EvaluationImage[] images = [.. Enumerable.Range(0, 4).Select(id => new EvaluationImage(
            id, $"{id}.png", () => Vigie.Vision.Snapshots.StillImage.Read(Path.Combine(_tiny.Pictures, $"{id}.png"))))];
        EvaluationSet set = new("own", ["person", "car"], [.. images], []);
        IEnumerable<FoundObject> best = ModelRun.Over(set, _tiny.Folder, cancel: TestContext.Current.CancellationToken)
            .GroupBy(found => found.Image).Select(group => group.MaxBy(found => found.Score));
        string file = Path.Combine(_tiny.Pictures, "instances.json");
        File.WriteAllText(file, new JsonObject
        {
            ["images"] = new JsonArray([.. images.Select(image => new JsonObject { ["id"] = image.Id, ["file_name"] = image.Name })]),
            ["categories"] = new JsonArray(Category(1, "person"), Category(2, "car"), Category(3, "tram")),
            ["annotations"] = new JsonArray([.. best.Select(found => new JsonObject
            {
                ["image_id"] = found.Image,
                ["category_id"] = found.Class == "person" ? 1 : 2,
                ["bbox"] = new JsonArray(found.Box.Left, found.Box.Top, found.Box.Width, found.Box.Height),
            })]),
        }.ToJsonString());
        return file;
    }

    private static JsonObject Category(int id, string name) => new() { ["id"] = id, ["name"] = name };

    private Task<ModelkitProcess> RunAsync(params string[] arguments) => ModelkitProcess.RunAsync(_tiny, arguments);
}
