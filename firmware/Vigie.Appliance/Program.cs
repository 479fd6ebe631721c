using System.CommandLine;
using Vigie.Appliance.Commands;
using Vigie.Core;

RootCommand root = new("Vigie: smart-camera firmware. Video stays in the box; only compact events leave it.")
{
    DetectCommand.Create(),
    ReplayCommand.Create(),
    ConfigurationCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Fault fault)
{
    await Console.Error.WriteLineAsync("vigie: " + fault.Message);
    return fault.ExitCode;
}
