using System.Collections.Immutable;
using System.Security.Cryptography;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Models;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Appliance.Service;

/// <summary>What a service is to do, with everything checked that can be checked before anything starts.</summary>
/// <param name="File">Path of the configuration.</param>
/// <param name="Bytes">What stood in it.</param>
/// <param name="Configuration">What was asked.</param>
/// <param name="Cameras">Its cameras.</param>
internal sealed record BoxPlan(string File, byte[] Bytes, ApplianceConfiguration Configuration, ImmutableArray<CameraPlan> Cameras)
{
    /// <summary>Whether a seal lay beside it.</summary>
    public bool IsSealed { get; private init; }

    /// <summary>Reads and checks a configuration for the service; what was ordered is another matter (<see cref="OrderChecks"/>).</summary>
    /// <param name="file">Its path.</param>
    /// <param name="refuse">Gets each installed package that is not used, also where the configuration is then refused.</param>
    /// <param name="more">Adds what else must be right.</param>
    /// <exception cref="Fault">All complaints at once.</exception>
    public static BoxPlan Read(string file, Action<ModelRefusal> refuse, Action<ApplianceConfiguration, Complaints>? more = null)
    {
        byte[] bytes = ConfigurationReader.ReadSealed(file, out bool isSealed);
        Complaints complaints = new(file);
        ApplianceConfiguration configuration = ConfigurationReader.Read(file, bytes, complaints);
        BoxModels models = InstalledModels.Of(configuration.StateDirectory, configuration.Trust, keeps: true, refuse, configuration.Accelerator);
        CameraPlan?[] plans = [.. configuration.Cameras.Select(camera => CameraPlan.Read(camera, models, complaints))];
        foreach (CameraConfiguration camera in configuration.Cameras.Where(camera => camera.Source is null))
        {
            complaints.Add($"$.cameras[{camera.Number - 1}].source", "", "is missing: say where its pictures come from, for example { \"url\": \"rtsp://192.0.2.7/stream\" }");
        }

        foreach (CameraPlan plan in plans.OfType<CameraPlan>())
        {
            CheckWeights(plan, complaints);
        }

        OrderChecks.CheckSettings(configuration.Trust, complaints);
        more?.Invoke(configuration, complaints);
        complaints.ThrowIfAny();
        return new BoxPlan(file, bytes, configuration, [.. plans.OfType<CameraPlan>()]) { IsSealed = isSealed };
    }

    /// <summary>SHA-256 of a file that was refused, in hexadecimal digits; empty where it cannot be read at all.</summary>
    public static string HashOf(string file)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(ConfigurationReader.ReadBytes(file)));
        }
        catch (Fault)
        {
            return "";
        }
    }

    private static void CheckWeights(CameraPlan plan, Complaints complaints)
    {
        foreach (ModelManifest model in plan.Models)
        {
            try
            {
                model.Network.ReadVerified(model.Obtain);
            }
            catch (Fault fault)
            {
                (string key, string? asked) = model == plan.Pose ? ("pose", plan.Camera.Pose) : ("model", plan.Camera.Model);
                complaints.Add($"$.cameras[{plan.Camera.Number - 1}].{key}", $"\"{asked}\"", fault.Message);
            }
        }
    }
}
