using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using Vigie.Appliance.Configuration;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Vision.Models;

namespace Vigie.Appliance.Replay;

/// <summary>A replay with everything checked that can be checked before anything starts or is written.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Configuration">The configuration, or what holds without one.</param>
/// <param name="Camera">The camera whose clip it is.</param>
/// <param name="Model">The model.</param>
/// <param name="Rules">The camera's rules.</param>
/// <param name="Classes">Class numbers to track; null: all.</param>
/// <param name="Topics">The device's topics.</param>
/// <param name="Boot">The boot that this input always has.</param>
internal sealed record ReplayPlan(
    ReplayOptions Options,
    ApplianceConfiguration Configuration,
    CameraConfiguration Camera,
    ModelManifest Model,
    ImmutableArray<RuleSettings> Rules,
    FrozenSet<int>? Classes,
    Topics Topics,
    Boot Boot)
{
    private const string DefaultModel = "street";

    /// <summary>Version of the software, as contexts and status say it.</summary>
    public static string Software { get; } =
        typeof(ReplayPlan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Checks what was asked.</summary>
    /// <exception cref="Fault">All complaints about the configuration, or the first about anything else.</exception>
    public static ReplayPlan Make(ReplayOptions options)
    {
        ModelFolders models = ModelFolders.Default();
        (ApplianceConfiguration configuration, CameraConfiguration camera) = ReadConfiguration(options, models);
        ModelManifest model = models.Read(camera.Model);
        FrozenSet<int>? classes = options.Classes.IsEmpty ? null : model.NumbersOf(options.Classes).ToFrozenSet();
        if (!Topics.TryCreate(configuration.Site, configuration.Device, out Topics? topics, out string problem))
        {
            throw new Fault(FaultKind.Config, options.Configuration!, problem, "Give site and device names that can stand in a topic.");
        }

        ImmutableArray<RuleSettings> rules = CameraRules.Read(camera, model);
        uint nonce = ReplayIdentity.Nonce(
            ReplayIdentity.HashClip(options.Clip), configuration.Sha256.AsSpan(), [.. Convert.FromHexString(model.Network.Sha256), .. SHA256.HashData(File.ReadAllBytes(model.File))], options);
        return new ReplayPlan(options, configuration, camera, model, rules, classes, topics, new Boot(0, nonce));
    }

    private static (ApplianceConfiguration Configuration, CameraConfiguration Camera) ReadConfiguration(
        ReplayOptions options, ModelFolders models)
    {
        if (options.Configuration is null)
        {
            ApplianceConfiguration bare = ApplianceConfiguration.Bare(options.Model ?? DefaultModel, Path.GetTempPath());
            return (bare, bare.Cameras[0]);
        }

        Complaints complaints = new(options.Configuration);
        ApplianceConfiguration configuration = ConfigurationReader.Read(options.Configuration, complaints);
        foreach (CameraConfiguration one in configuration.Cameras)
        {
            CameraRules.Check(options.Model is null ? one : one with { Model = options.Model }, models, complaints);
        }

        complaints.ThrowIfAny();
        CameraConfiguration camera = ChooseCamera(options, configuration);
        return (configuration, options.Model is null ? camera : camera with { Model = options.Model });
    }

    private static CameraConfiguration ChooseCamera(ReplayOptions options, ApplianceConfiguration configuration)
    {
        string names = string.Join(", ", configuration.Cameras.Select(camera => camera.Name));
        if (options.Camera is null && configuration.Cameras.Length == 1)
        {
            return configuration.Cameras[0];
        }

        return configuration.Cameras.FirstOrDefault(camera => camera.Name == options.Camera) ?? throw new Fault(
            FaultKind.Config,
            options.Configuration!,
            options.Camera is null ? $"has {configuration.Cameras.Length} cameras" : $"has no camera \"{options.Camera}\"",
            $"Name one with --camera: {names}.");
    }
}
