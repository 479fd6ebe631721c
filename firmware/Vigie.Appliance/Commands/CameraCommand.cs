using System.CommandLine;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Service;
using Vigie.Core;

namespace Vigie.Appliance.Commands;

/// <summary>
/// <c>vigie camera confirm</c>: somebody has looked at a camera that was moved, and its view is as it should be. The service takes it within a second, journals
/// it, and watches again.
/// </summary>
internal static class CameraCommand
{
    private const string UsualConfiguration = "/etc/vigie/camera.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Argument<string> camera = new("camera") { Description = "The camera's name." };
        Option<string> file = new("--config") { Description = "The box's configuration file (JSON).", DefaultValueFactory = _ => UsualConfiguration };
        Option<string> by = new("--by") { Description = "Who has looked, for the journal.", DefaultValueFactory = _ => WhoTypes() };
        Command confirm = new("confirm", "Say that a camera which was moved shows what it should: masks and zones fit. It is watched again.") { camera, file, by };
        confirm.SetAction((result, stop) => ConfirmAsync(result.GetRequiredValue(file), result.GetRequiredValue(camera), result.GetRequiredValue(by), stop));
        return new Command("camera", "What a person decides about a camera.") { confirm };
    }

    // sudo(8) says who types.
    private static string WhoTypes() => Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;

    private static async Task ConfirmAsync(string file, string name, string by, CancellationToken stop)
    {
        ApplianceConfiguration configuration = TrustedConfiguration.Read(file, (read, complaints) =>
        {
            if (read.Cameras.All(one => one.Name != name))
            {
                complaints.Add("camera", $"\"{name}\"", "expected the name of a camera: " + string.Join(", ", read.Cameras.Select(one => $"\"{one.Name}\"")));
            }
        });
        StateOwner.Require(configuration.StateDirectory);
        int number = configuration.Cameras.First(one => one.Name == name).Number;
        string path = AimConfirmation.PathIn(configuration.StateDirectory, number);
        try
        {
            new AimConfirmation(name, by).Write(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Denied, path, $"cannot be written ({error.Message.TrimEnd('.')})", "Type it as the user of the service, or as root.", error);
        }

        for (TimeSpan waited = TimeSpan.Zero; File.Exists(path); waited += AskAgain)
        {
            if (waited >= Patience)
            {
                throw new Fault(
                    FaultKind.Unavailable, $"camera {name}", "no service has taken the confirmation yet; it stays and is taken when one runs", "See whether it runs: vigie status.");
            }

            await Task.Delay(AskAgain, stop);
        }

        Console.WriteLine($"camera {name} is watched again; the journal says that {by} confirmed it");
    }
}
