using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Vision.Models;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads what of a camera's configuration depends on its model: the model itself, and the rules, which name its classes.</summary>
internal static class CameraRules
{
    /// <summary>Reads the camera's model and rules; what is wrong with either goes to the complaints.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="models">Where models are.</param>
    /// <param name="complaints">Gets everything that is wrong.</param>
    public static void Check(CameraConfiguration camera, ModelFolders models, Complaints complaints)
    {
        try
        {
            Read(camera, models.Read(camera.Model));
        }
        catch (Fault fault)
        {
            complaints.Add($"$.cameras[{camera.Number - 1}].model", $"\"{camera.Model}\"", $"{fault.Problem}. {fault.Remedy}");
        }
    }

    /// <summary>Reads the camera's rules; what is wrong goes to their readers' complaints.</summary>
    public static ImmutableArray<RuleSettings> Read(CameraConfiguration camera, ModelManifest model) =>
        RuleRegistry.Read(camera.Rules, new RuleContext(camera.Zones, model.Labels));
}
