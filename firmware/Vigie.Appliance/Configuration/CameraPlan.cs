using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Appliance.Models;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Configuration;

/// <summary>A camera with what of its configuration depends on its model: the model itself, and the rules, which name its classes.</summary>
/// <param name="Camera">What was asked.</param>
/// <param name="Model">Its model.</param>
/// <param name="Rules">Its rules, in the file's order.</param>
internal sealed record CameraPlan(CameraConfiguration Camera, ModelManifest Model, ImmutableArray<RuleSettings> Rules)
{
    /// <summary>What tells the rule <c>fall</c> how persons hold themselves; null: nobody does.</summary>
    public ModelManifest? Pose { get; init; }

    /// <summary>All models that look at its pictures.</summary>
    public IEnumerable<ModelManifest> Models => Pose is null ? [Model] : [Model, Pose];

    /// <summary>What its network runs with.</summary>
    public AcceleratorChoice Acceleration { get; private init; } = AcceleratorChoice.None;

    /// <summary>Class numbers that its rules can report, with the model's names for them.</summary>
    public IEnumerable<KeyValuePair<int, string>> Classes => Rules
        .SelectMany(rule => rule.Classes)
        .Distinct()
        .Order()
        .Select(number => KeyValuePair.Create(number, Model.Labels[Model.Classes.IndexOf(number)]));

    /// <summary>Reads the camera's model and rules; what is wrong with either goes to the complaints.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="models">Where models are.</param>
    /// <param name="complaints">Gets everything that is wrong.</param>
    /// <returns>The plan, or null without a model; complete only where there are no complaints.</returns>
    public static CameraPlan? Read(CameraConfiguration camera, BoxModels models, Complaints complaints)
    {
        try
        {
            (ModelManifest model, PackedAnswer? answer) = models.Read(camera.Model);
            CameraPlan plan = Read(camera, model.RequireDetector()) with { Pose = ReadPose(camera, models, complaints) };
            return camera.Accelerator is { } accelerator ? plan with { Acceleration = AcceleratorProbe.OfThisProgram().Choose(model, accelerator, answer) } : plan;
        }
        catch (Fault fault)
        {
            complaints.Add($"$.cameras[{camera.Number - 1}].model", $"\"{camera.Model}\"", $"{fault.Problem}. {fault.Remedy}");
            return null;
        }
    }

    private static ModelManifest? ReadPose(CameraConfiguration camera, BoxModels models, Complaints complaints)
    {
        if (camera.Pose is null)
        {
            return null;
        }

        string path = $"$.cameras[{camera.Number - 1}].pose";
        try
        {
            ModelManifest pose = models.Read(camera.Pose).Model.RequirePostures();
            if (!camera.Rules.Any(IsFall))
            {
                complaints.Add(path, $"\"{camera.Pose}\"", "nobody may ask how persons hold themselves but a rule \"fall\", and this camera has none: take it out");
            }

            return pose;
        }
        catch (Fault fault)
        {
            complaints.Add(path, $"\"{camera.Pose}\"", $"{fault.Problem}. {fault.Remedy}");
            return null;
        }
    }

    // Also of a rule in which something else is wrong.
    private static bool IsFall(SettingsReader rule) =>
        rule.TryGet("kind", out JsonElement kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals(EventKinds.Name(EventKind.Fall));

    /// <summary>Reads the camera's rules; what is wrong goes to their readers' complaints.</summary>
    public static CameraPlan Read(CameraConfiguration camera, ModelManifest model) =>
        new(camera, model, RuleRegistry.Read(camera.Rules, new RuleContext(camera.Zones, model.Labels) { Model = model.Name, Lines = camera.Lines, Calendar = camera.Calendar, Ground = camera.Ground }));
}
