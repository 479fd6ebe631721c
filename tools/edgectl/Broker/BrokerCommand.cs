using System.CommandLine;

namespace Vigie.Edgectl.Broker;

/// <summary><c>edgectl broker</c>: an MQTT broker for a demonstration or a test, on this machine only.</summary>
public static class BrokerCommand
{
    public static Command Create()
    {
        Option<int> port = new("--port") { Description = "TCP port; 0 takes any free one.", DefaultValueFactory = _ => 1883 };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535)
            {
                result.AddError("--port must be a number from 0 to 65535.");
            }
        });
        Command command = new("broker", "Run an MQTT 5 broker on this machine only, until Ctrl+C; all is kept in memory.") { port };
        command.SetAction((result, stop) => RunAsync(result.GetValue(port), Console.Out, stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, TextWriter output, CancellationToken stop)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(port);
        await output.WriteLineAsync($"Listening on {broker.Url} (this machine only; all is kept in memory)");
        await output.FlushAsync(stop);
        await Task.WhenAny(Task.Delay(Timeout.Infinite, stop));
        return 0;
    }
}
