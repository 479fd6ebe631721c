using System.Text.Json.Serialization;

namespace Vigie.Modelkit.Evaluation;

/// <summary>What of COCO's <c>instances.json</c> is read (cocodataset.org, "Data Format").</summary>
internal sealed record CocoTruth(
    [property: JsonPropertyName("images"), JsonRequired] CocoImage[] Images,
    [property: JsonPropertyName("annotations"), JsonRequired] CocoAnnotation[] Annotations,
    [property: JsonPropertyName("categories"), JsonRequired] CocoCategory[] Categories);

internal sealed record CocoImage(
    [property: JsonPropertyName("id"), JsonRequired] long Id,
    [property: JsonPropertyName("file_name"), JsonRequired] string File);

internal sealed record CocoAnnotation(
    [property: JsonPropertyName("image_id"), JsonRequired] long Image,
    [property: JsonPropertyName("category_id"), JsonRequired] int Category,
    [property: JsonPropertyName("bbox"), JsonRequired] double[] Box,
    [property: JsonPropertyName("iscrowd")] int Crowd = 0);

internal sealed record CocoCategory(
    [property: JsonPropertyName("id"), JsonRequired] int Id,
    [property: JsonPropertyName("name"), JsonRequired] string Name);
