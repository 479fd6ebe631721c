using System.Collections.Frozen;
using System.Security.Cryptography;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Models;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Appliance.Replay;

/// <summary>A replay with everything checked that can be checked before anything starts or is written.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Configuration">The configuration, or what holds without one.</param>
/// <param name="Plan">The camera whose clip it is, its model and rules.</param>
/// <param name="Classes">Class numbers to track; null: all.</param>
/// <param name="Boot">The boot that this input always has.</param>
internal sealed record ReplayPlan(
    ReplayOptions Options,
    ApplianceConfiguration Configuration,
    CameraPlan Plan,
    FrozenSet<int>? Classes,
    Boot Boot)
{
    private const string DefaultModel = "street";

    /// <summary>The camera whose clip it is.</summary>
    public CameraConfiguration Camera => Plan.Camera;

    /// <summary>Its model.</summary>
    public ModelManifest Model => Plan.Model;

    /// <summary>Checks what was asked.</summary>
    /// <exception cref="Fault">All complaints about the configuration, or the first about anything else.</exception>
    public static ReplayPlan Make(ReplayOptions options)
    {
        (ApplianceConfiguration configuration, CameraPlan plan) = ReadConfiguration(options);
        ThrowIfTimeIsMissing(options, plan);
        ModelManifest model = plan.Model;
        FrozenSet<int>? classes = options.Classes.IsEmpty ? null : model.NumbersOf(options.Classes).ToFrozenSet();
        uint nonce = ReplayIdentity.Nonce(
            ReplayIdentity.HashClip(options.Clip), configuration.Sha256.AsSpan(), [.. Convert.FromHexString(model.Network.Sha256), .. SHA256.HashData(File.ReadAllBytes(model.File))], options);
        return new ReplayPlan(options, configuration, plan, classes, new Boot(0, nonce));
    }

    private static (ApplianceConfiguration Configuration, CameraPlan Plan) ReadConfiguration(ReplayOptions options)
    {
        if (options.Configuration is null)
        {
            ApplianceConfiguration bare = ApplianceConfiguration.Bare(options.Model ?? DefaultModel, Path.GetTempPath());
            return (bare, CameraPlan.Read(bare.Cameras[0], ModelFolders.Default().Read(bare.Cameras[0].Model)));
        }

        Complaints complaints = new(options.Configuration);
        ApplianceConfiguration configuration = ConfigurationReader.Read(options.Configuration, complaints);
        BoxModels models = InstalledModels.Of(
            configuration.StateDirectory, configuration.Trust, keeps: false, refusal => Console.Error.WriteLine($"vigie: {refusal.Sentence}"), configuration.Accelerator);
        CameraPlan?[] plans =
            [.. configuration.Cameras.Select(one => CameraPlan.Read(options.Model is null ? one : one with { Model = options.Model }, models, complaints))];
        complaints.ThrowIfAny();
        return (configuration, ChooseCamera(options, plans!));
    }

    private static void ThrowIfTimeIsMissing(ReplayOptions options, CameraPlan plan)
    {
        if (!options.HasStartTime && plan.Rules.FirstOrDefault(rule => rule.Schedule is not null) is { } timed)
        {
            throw new Fault(
                FaultKind.Config, options.Clip, $"has no time of day, and rule \"{timed.Label}\" has a schedule", "Say when the clip was taken: --start-time 2026-11-24T22:00:00Z.");
        }
    }

    private static CameraPlan ChooseCamera(ReplayOptions options, CameraPlan[] plans)
    {
        string names = string.Join(", ", plans.Select(plan => plan.Camera.Name));
        if (options.Camera is null && plans.Length == 1)
        {
            return plans[0];
        }

        return plans.FirstOrDefault(plan => plan.Camera.Name == options.Camera) ?? throw new Fault(
            FaultKind.Config,
            options.Configuration!,
            options.Camera is null ? $"has {plans.Length} cameras" : $"has no camera \"{options.Camera}\"",
            $"Name one with --camera: {names}.");
    }
}
