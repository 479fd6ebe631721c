using System.CommandLine;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Grounds;
using Vigie.Appliance.Health;
using Vigie.Appliance.Models;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie config check FILE</c>: everything that is wrong with a configuration, at once.</summary>
internal static class ConfigurationCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "Configuration file (JSON)." };
        Command check = new("check", "Check a configuration and say everything that is wrong with it.") { file };
        check.SetAction(result => Check(result.GetRequiredValue(file)));
        return new Command("config", "Work with configuration files.") { check };
    }

    private static int Check(string file)
    {
        Complaints complaints = new(file);
        ApplianceConfiguration configuration = Read(file, complaints, out bool isSealed);
        BoxModels models = InstalledModels.Of(
            configuration.StateDirectory, configuration.Trust, keeps: false, refusal => Console.Error.WriteLine(refusal.Sentence), configuration.Accelerator);
        CameraPlan?[] plans = [.. configuration.Cameras.Select(camera => CameraPlan.Read(camera, models, complaints))];
        complaints.ThrowIfAny();
        foreach (string refusal in AcceleratorLog.Refusals(plans.OfType<CameraPlan>()))
        {
            Console.WriteLine(refusal + ".");
        }

        int zones = configuration.Cameras.Sum(camera => camera.Zones.Length);
        int rules = configuration.Cameras.Sum(camera => camera.Rules.Length);
        Console.WriteLine(
            $"{file}: right. Site {configuration.Site}, device {configuration.Device}: "
            + $"{Count(configuration.Cameras.Length, "camera")}, {Count(zones, "zone")}, {Count(rules, "rule")}.");
        if (isSealed)
        {
            Console.WriteLine($"{ConfigurationSeal.PathOf(file)}: seals it.");
        }

        foreach (RuleReport kind in plans.SelectMany(plan => plan!.Rules).DistinctBy(rule => rule.Kind).Select(rule => RuleReport.Of(rule, "off", null)))
        {
            Console.WriteLine($"{kind.Kind}: precision: {kind.PrecisionOf}");
        }

        foreach (CameraConfiguration camera in configuration.Cameras.Where(camera => camera.Ground is not null))
        {
            Console.WriteLine(GroundReport.Of(camera.Name, camera.Ground!));
        }

        return 0;
    }

    // Who checks has perhaps just changed it: what else is wrong is said with the seal, so that it is sealed once.
    private static ApplianceConfiguration Read(string file, Complaints complaints, out bool isSealed)
    {
        byte[] bytes = ConfigurationReader.ReadBytes(file);
        isSealed = ConfigurationSeal.Check(file, bytes, complaints);
        try
        {
            return ConfigurationReader.Read(file, bytes, complaints);
        }
        catch (Fault noJson) when (complaints.All.Count > 0)
        {
            complaints.Add(noJson);
            complaints.ThrowIfAny();
            throw;
        }
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
