using System.CommandLine;
using System.Text;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie status</c>: how the running service is. Exit code 0: all well; 1: it runs and something is wrong; 3: it does not run.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the health record as it is." };

    private static readonly Option<string?> File =
        new("--config") { Description = "Configuration of the service, where it is not systemd's." };

    private static readonly Option<string?> Socket = new("--socket") { Description = "Status socket of the service." };

    public static Command Create()
    {
        Command command = new("status", "Say how the running service is: cameras, detector, delivery, machine.") { Json, File, Socket };
        command.SetAction((result, _) => ShowAsync(result.GetValue(Socket) ?? SocketOf(result.GetValue(File)), result.GetValue(Json)));
        return command;
    }

    private static string SocketOf(string? file)
    {
        if (file is null)
        {
            return StatusPlace.Default();
        }

        // Whatever else is wrong with the file is not what was asked.
        string directory = ConfigurationReader.Read(file, ConfigurationReader.ReadBytes(file), new Complaints(file)).StateDirectory;
        return StatusPlace.Of(directory);
    }

    private static async Task<int> ShowAsync(string socket, bool json)
    {
        (byte[] record, BoxHealth health) = await StatusClient.AskAsync(socket);
        Console.WriteLine(json ? Encoding.UTF8.GetString(record) : HealthText.Write(health, TimeProvider.System.GetUtcNow()));
        return health.Troubles.IsEmpty ? 0 : 1;
    }
}
