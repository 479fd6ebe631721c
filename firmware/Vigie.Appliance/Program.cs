using System.CommandLine;
using Vigie.Appliance.Commands;
using Vigie.Core;

RootCommand root = new("Vigie: smart-camera firmware. Video stays in the box; only compact events leave it.")
{
    DetectCommand.Create(),
    ReplayCommand.Create(),
    EvaluateCommand.Create(),
    GroundCommand.Create(),
    ConfigurationCommand.Create(),
    OrdersCommand.Create(),
    ModelCommand.Create(),
    CameraCommand.Create(),
    ResetCommand.Create(),
    RunCommand.Create(),
    StatusCommand.Create(),
    GoldenCommand.Create(),
};

try
{
    ParseResult asked = root.Parse(args);
    InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false };
    if (asked.CommandResult.Command.Name == RunCommand.Name)
    {
        // The service has its own way with signals.
        invocation.ProcessTerminationTimeout = null;
    }

    return await asked.InvokeAsync(invocation);
}
catch (Fault fault)
{
    await Console.Error.WriteLineAsync("vigie: " + fault.Message);
    return fault.ExitCode;
}
catch (IOException error)
{
    // A disk that filled up, or a pipe that nobody reads any more, while a file was written.
    await Console.Error.WriteLineAsync($"vigie: {error.Message.TrimEnd('.')}. Make room where output is written, and start again.");
    return new Fault(FaultKind.Exhausted, "", "", "").ExitCode;
}
