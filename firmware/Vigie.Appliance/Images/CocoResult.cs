using System.Text.Json.Serialization;

namespace Vigie.Appliance.Images;

/// <summary>One row of a COCO result file (cocodataset.org, "Results Format", detection).</summary>
/// <param name="ImageId">Image number.</param>
/// <param name="CategoryId">COCO category, 1-90.</param>
/// <param name="Box">Left, top, width, height in pixels of the source.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
public sealed record CocoResult(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("category_id")] int CategoryId,
    [property: JsonPropertyName("bbox")] double[] Box,
    [property: JsonPropertyName("score")] double Score);
