using Vigie.Trust.Approvals;
using Vigie.Trust.Packages;

namespace Vigie.Tests.Trust;

internal static class TrustSamples
{
    public static ApprovedModels Models { get; } = new()
    {
        Serial = 3,
        Models =
        [
            new ApprovedModel(new string('1', 64), "street", ModelOutput.Boxes, "A. Reviewer"),
            new ApprovedModel(new string('2', 64), "plates", ModelOutput.PlateText, "B. Reviewer"),
        ],
    };

    public static ModelPackage Package { get; } = new()
    {
        Name = "street",
        Seed = 300,
        Tolerance = 50,
        Files = [new PackagedFile("model.json", 300, new string('3', 64)), new PackagedFile("street.onnx", 70_000, new string('4', 64))],
    };
}
