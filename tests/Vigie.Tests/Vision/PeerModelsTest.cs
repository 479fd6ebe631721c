using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Vision;

/// <summary>Real networks, other people's too, run from a manifest alone, find what is there, and allocate nothing.</summary>
public sealed class PeerModelsTest
{
    [Theory]
    [InlineData("nanodet-plus-m", "nanodet-plus-m-416.onnx")]
    [InlineData("yolox-nano", "yolox-nano-416.onnx")]
    public void A_peer_finds_the_large_persons_of_real_pictures(string model, string network)
    {
        ModelManifest manifest = ModelManifest.Read(Path.Combine(House.SourceTree.Root, "models", model));
        Finds(manifest with { Network = manifest.Network with { Path = Pictures.Data("peer-models", network) } });
    }

    [Fact]
    public void So_does_the_default_model()
    {
        ModelManifest manifest = ModelManifest.Read(Path.Combine(House.SourceTree.Root, "models", "street"));
        Assert.SkipUnless(File.Exists(manifest.Network.Path), "models/street is not built: ./tools/run modelkit build street");
        Finds(manifest);
    }

    private static void Finds(ModelManifest manifest)
    {
        using OnnxDetector detector = new(manifest, new DetectorOptions(ScoreFloor: 0.3f));
        Detection[] found = new Detection[100];
        int wanted = 0, hit = 0;
        foreach ((string file, Box[] persons) in LargePersons().Take(12))
        {
            using Frame frame = StillImage.Read(file);
            int count = detector.Detect(frame, found);
            wanted += persons.Length;
            hit += persons.Count(person => found[..count].Any(detection =>
                detection.Class == ObjectClasses.Person && detection.Box.IntersectionOverUnion(person) >= 0.5f));
            Assert.Equal(0, AllocationMeter.Of(() => detector.Detect(frame, found), rounds: 3));
        }

        Assert.True(hit >= 0.8 * wanted, $"{manifest.Name} found {hit} of {wanted} large persons.");
    }

    // Pictures whose persons are all large: a third of the height or more, none hidden in a crowd.
    private static IEnumerable<(string File, Box[] Persons)> LargePersons()
    {
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes(Pictures.Data("coco-val177", "instances.json")));
        ILookup<int, JsonElement> boxes = truth.RootElement.GetProperty("annotations").EnumerateArray()
            .Where(entry => entry.GetProperty("category_id").GetInt32() == ObjectClasses.Person)
            .ToLookup(entry => entry.GetProperty("image_id").GetInt32());
        foreach (JsonElement image in truth.RootElement.GetProperty("images").EnumerateArray())
        {
            Box[] persons = [.. boxes[image.GetProperty("id").GetInt32()].Select(entry => entry.GetProperty("bbox"))
                .Select(box => Box.FromSize(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle()))];
            if (persons.Length is 1 or 2 && persons.All(person => person.Height > image.GetProperty("height").GetInt32() / 3f))
            {
                yield return (Pictures.Data("coco-val177", "images", image.GetProperty("file_name").GetString()!), persons);
            }
        }
    }
}
