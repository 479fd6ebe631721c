using Vigie.Trust.Approvals;

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
}
