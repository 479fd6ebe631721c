using Vigie.Core;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>A truth in COCO's format is read whole, or refused with its place.</summary>
public sealed class EvaluationSetTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-set-").FullName;

    public EvaluationSetTest() => File.WriteAllBytes(Path.Combine(_folder, "a.png"), []);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Its_folder_names_it_and_other_peoples_classes_get_cocos_names()
    {
        EvaluationSet set = Read("""[{"image_id": 7, "category_id": 2, "bbox": [1, 2, 3, 4], "iscrowd": 1, "area": 12}]""");
        Assert.Equal(Path.GetFileName(_folder), set.Name);
        Assert.Equal(["car", "bicycle"], set.Classes);
        Assert.Equal(new TrueObject(7, "bicycle", new PixelBox(1, 2, 3, 4), Crowd: true), Assert.Single(set.Objects));
        Assert.Equal((7, "a.png"), (set.Images[0].Id, set.Images[0].Name));
    }

    [Theory]
    [InlineData("""[{"image_id": 8, "category_id": 2, "bbox": [1, 2, 3, 4]}]""", "annotations[0] is on picture 8, which is not listed")]
    [InlineData("""[{"image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4]}]""", "annotations[0] is of category 3, which is not listed")]
    [InlineData("""[{"image_id": 7, "category_id": 2, "bbox": [1, 2, 3]}]""", "annotations[0] has no bbox of four numbers")]
    [InlineData("""[{"image_id": 7, "category_id": 2, "bbox": [1, 2, -3, 4]}]""", "annotations[0] has a bbox turned inside out")]
    [InlineData("""[{"image_id": 7, "category_id": 2}]""", "bbox")]
    [InlineData("{", "is no truth in COCO's format")]
    public void A_wrong_annotation_is_refused_with_its_place(string annotations, string problem)
    {
        Fault fault = Assert.Throws<Fault>(() => Read(annotations));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_picture_is_named()
    {
        File.Delete(Path.Combine(_folder, "a.png"));
        Fault fault = Assert.Throws<Fault>(() => Read("[]"));
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("a.png", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_truth_is_named() =>
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => EvaluationSet.Read(_folder, Path.Combine(_folder, "absent.json"))).Kind);

    private EvaluationSet Read(string annotations)
    {
        string truth = Path.Combine(_folder, "instances.json");
        File.WriteAllText(truth, $$"""
            {"info": {}, "images": [{"id": 7, "file_name": "a.png", "width": 3}], "annotations": {{annotations}},
             "categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "bike"}]}
            """);
        return EvaluationSet.Read(_folder, truth);
    }
}
