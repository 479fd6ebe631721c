using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Commands;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;
using Vigie.Tests.Vision;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Our figures are those of the script by which everybody else is scored, on a real model's detections and on made-up crowds.</summary>
public sealed class CocoAgreementTest : IDisposable
{
    private const double Tolerance = 0.002, Exact = 1e-9;

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-coco-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Precision.Quantised)]
    [InlineData(Precision.Full)]
    public async Task On_real_detections_of_real_pictures(Precision precision)
    {
        string truth = Pictures.Data("coco-val177", "instances.json");
        ModelManifest manifest = await StreetAsync(precision);
        EvaluationSet set = EvaluationSet.Read(Pictures.Data("coco-val177", "images"), truth);
        IReadOnlyList<FoundObject> found = ModelRun.Over(set, manifest, cancel: TestContext.Current.CancellationToken);
        JsonElement theirs = await ScoreAsync(truth, found);
        Assert.Equal(theirs.GetProperty("mean").GetProperty("AP").GetDouble(), AveragePrecision.Of(set, found).Mean.Ap, Tolerance);

        // An int8 network gives few different scores. Among equal ones the script takes the pictures in the order of Python's hashes,
        // which moves single classes by 0.003; told apart by their places, all agree.
        await AgreesAsync(set, [.. found.Select((item, index) => item with { Score = item.Score - 1e-9 * index })], truth);
    }

    [Fact]
    public async Task On_crowds_and_near_misses()
    {
        _ = Pictures.Data();
        Random random = new(5);
        PixelBox Box() => new(random.Next(60), random.Next(60), random.Next(8, 40), random.Next(8, 40));
        string Name() => random.Next(2) == 0 ? Sets.Person : Sets.Car;
        TrueObject[] objects = [.. Enumerable.Range(0, 300).Select(_ => new TrueObject(random.Next(1, 41), Name(), Box(), random.Next(6) == 0))];
        FoundObject[] found =
        [
            .. Enumerable.Range(0, 600).Select(_ => new FoundObject(random.Next(1, 41), Name(), Box(), random.NextDouble())),
            .. objects.Select(item => new FoundObject(item.Image, item.Class, item.Box with { Left = item.Box.Left + random.Next(5) }, random.NextDouble())),
        ];
        EvaluationSet set = Sets.Of(40, objects);
        await AgreesAsync(set, found, WriteTruth(set));
    }

    private async Task<ModelManifest> StreetAsync(Precision precision)
    {
        Vigie.Modelkit.Recipes.ModelFolder street = Vigie.Modelkit.Recipes.ModelFolder.Find(SourceTree.Full("models/street"));
        if (precision == Precision.Quantised)
        {
            Assert.SkipUnless(File.Exists(street.Manifest.Network.Path), "models/street is not built: ./tools/run modelkit build street");
            return street.Manifest;
        }

        PackageCache cache = PackageCache.OfUser();
        Assert.SkipUnless(cache.Holds(street.Source(), _ => { }), $"{street.Source().Reference} absent from {cache.Root}: modelkit build street puts it there");
        string floats = Path.Combine(_folder, "street-fp32");
        await new BuildJob(street, cache, Narration.Silent()).BuildIntoAsync(floats, precision, null, TestContext.Current.CancellationToken);
        return ModelManifest.Read(floats);
    }

    private async Task AgreesAsync(EvaluationSet set, IReadOnlyCollection<FoundObject> found, string truth)
    {
        JsonElement theirs = await ScoreAsync(truth, found);
        ScoreTable ours = AveragePrecision.Of(set, found);
        Assert.Equal(theirs.EnumerateObject().Select(row => row.Name).Order(), ours.Classes.Select(row => row.Name).Append("mean").Order());
        Assert.NotInRange(ours.Mean.Ap, 0, 0.05);
        foreach (ClassScore score in ours.Classes.Append(ours.Mean))
        {
            JsonElement row = theirs.GetProperty(score.Name);
            Assert.Equal(row.GetProperty("n").GetInt32(), score.Objects);
            Assert.Equal(row.GetProperty("AP").GetDouble(), score.Ap, Exact);
            Assert.Equal(row.GetProperty("AP50").GetDouble(), score.Ap50, Exact);
            Assert.Equal(row.GetProperty("AR").GetDouble(), score.Ar, Exact);
            Assert.Equal(row.GetProperty("recall50").GetDouble(), score.Recall50, Exact);
        }
    }

    private static JsonObject Row(FoundObject found) => new()
    {
        ["image_id"] = found.Image,
        ["category_id"] = ObjectClasses.NumberOf(found.Class, 0),
        ["bbox"] = Numbers(found.Box),
        ["score"] = found.Score,
    };

    private static JsonArray Numbers(PixelBox box) => [box.Left, box.Top, box.Width, box.Height];

    private string WriteTruth(EvaluationSet set)
    {
        JsonObject truth = new()
        {
            ["images"] = new JsonArray([.. set.Images.Select(image => new JsonObject { ["id"] = image.Id })]),
            ["categories"] = new JsonArray([.. set.Classes.Select(name => new JsonObject { ["id"] = ObjectClasses.NumberOf(name, 0), ["name"] = name })]),
            ["annotations"] = new JsonArray([.. set.Objects.Select(item => new JsonObject
            {
                ["image_id"] = item.Image, ["category_id"] = ObjectClasses.NumberOf(item.Class, 0), ["bbox"] = Numbers(item.Box), ["iscrowd"] = item.Crowd ? 1 : 0,
            })]),
        };
        string file = Path.Combine(_folder, "instances.json");
        File.WriteAllText(file, truth.ToJsonString());
        return file;
    }

    private async Task<JsonElement> ScoreAsync(string truth, IReadOnlyCollection<FoundObject> found)
    {
        string results = Path.Combine(_folder, "results.json");
        await File.WriteAllTextAsync(results, new JsonArray([.. found.Select(Row)]).ToJsonString(), TestContext.Current.CancellationToken);
        string script = Path.Combine(Pictures.DataFolder, "..", "score", "coco_ap.py");
        ProcessStartInfo start = new("python3", [script, truth, results, "--json"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonDocument.Parse(output).RootElement;
    }
}
