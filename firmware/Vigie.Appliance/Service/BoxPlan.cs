using System.Collections.Immutable;
using Vigie.Appliance.Configuration;
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
    /// <summary>Reads and checks a configuration for the service.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="permit">What is asked before anything is watched for or sent.</param>
    /// <param name="more">Adds what else must be right.</param>
    /// <exception cref="Fault">All complaints at once.</exception>
    public static BoxPlan Read(string file, IPermit permit, Action<ApplianceConfiguration, Complaints>? more = null)
    {
        byte[] bytes = ConfigurationReader.ReadBytes(file);
        Complaints complaints = new(file);
        ApplianceConfiguration configuration = ConfigurationReader.Read(file, bytes, complaints);
        ModelFolders models = ModelFolders.Default();
        CameraPlan?[] plans = [.. configuration.Cameras.Select(camera => CameraPlan.Read(camera, models, complaints))];
        foreach (CameraConfiguration camera in configuration.Cameras.Where(camera => camera.Source is null))
        {
            complaints.Add($"$.cameras[{camera.Number - 1}].source", "", "is missing: say where its pictures come from, for example { \"url\": \"rtsp://192.0.2.7/stream\" }");
        }

        foreach (CameraPlan plan in plans.OfType<CameraPlan>())
        {
            CheckWeights(plan, complaints);
            CheckPermit(plan, permit, complaints);
        }

        if (permit.Laboratory)
        {
            CheckLoopback(configuration, complaints);
        }

        more?.Invoke(configuration, complaints);
        complaints.ThrowIfAny();
        return new BoxPlan(file, bytes, configuration, [.. plans.OfType<CameraPlan>()]);
    }

    private static void CheckWeights(CameraPlan plan, Complaints complaints)
    {
        try
        {
            plan.Model.Network.ReadVerified(plan.Model.Obtain);
        }
        catch (Fault fault)
        {
            complaints.Add($"$.cameras[{plan.Camera.Number - 1}].model", $"\"{plan.Camera.Model}\"", fault.Message);
        }
    }

    private static void CheckPermit(CameraPlan plan, IPermit permit, Complaints complaints)
    {
        for (int i = 0; i < plan.Rules.Length; i++)
        {
            string kind = Contract.EventKinds.Name(plan.Rules[i].Kind);
            if (!permit.Allows(kind, plan.Camera.Name, out string reason))
            {
                complaints.Add($"$.cameras[{plan.Camera.Number - 1}].rules[{i}]", $"\"{kind}\"", $"the permit refuses it: {reason}");
            }
        }
    }

    private static void CheckLoopback(ApplianceConfiguration configuration, Complaints complaints)
    {
        try
        {
            configuration.Delivery?.Broker.RequireLoopback();
        }
        catch (Fault fault)
        {
            complaints.Add("$.delivery.broker", fault.Subject, $"{fault.Problem}. {fault.Remedy}");
        }

        if (configuration.Telemetry is { IsLoopback: false } collector)
        {
            complaints.Add(
                "$.telemetry.otlp", $"\"{collector}\"", "is another machine, and without a mandate nothing leaves this one: use a collector on this machine");
        }
    }
}
