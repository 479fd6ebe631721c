using System.CommandLine;
using Vigie.Core;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit probe FILE WIDTH HEIGHT</c>: the child of import and quantise, not for people.</summary>
public static class ProbeCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file");
        Argument<int> width = new("width"), height = new("height");
        Command command = new("probe", "Run a network once.") { file, width, height };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(width), parsed.GetValue(height)));
        return command;
    }

    private static int Run(string file, int width, int height)
    {
        try
        {
            Probe.Run(file, width, height, Console.Out);
            return 0;
        }
        catch (Fault fault)
        {
            Console.Error.WriteLine($"probe: {fault.Problem}");
            return fault.ExitCode;
        }
    }
}
