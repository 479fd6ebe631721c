using System.Collections.Immutable;
using Vigie.Appliance.Models;
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
            CameraPlan plan = Read(camera, model.RequireDetector());
            return camera.Accelerator is { } accelerator ? plan with { Acceleration = AcceleratorProbe.OfThisProgram().Choose(model, accelerator, answer) } : plan;
        }
        catch (Fault fault)
        {
            complaints.Add($"$.cameras[{camera.Number - 1}].model", $"\"{camera.Model}\"", $"{fault.Problem}. {fault.Remedy}");
            return null;
        }
    }

    /// <summary>Reads the camera's rules; what is wrong goes to their readers' complaints.</summary>
    public static CameraPlan Read(CameraConfiguration camera, ModelManifest model) =>
        new(camera, model, RuleRegistry.Read(camera.Rules, new RuleContext(camera.Zones, model.Labels) { Model = model.Name, Lines = camera.Lines, Calendar = camera.Calendar, Ground = camera.Ground }));
}
