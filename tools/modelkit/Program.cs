using System.CommandLine;
using Vigie.Core;
using Vigie.Modelkit.Commands;

const int Interrupted = 130; // 128 + SIGINT, as shells have it

RootCommand root = new("Makes the networks that Vigie runs from published weights.")
{
    BuildCommand.Create(),
    CalibrateCommand.Create(),
    EvaluateCommand.Create(),
    ImportCommand.Create(),
    PackCommand.Create(),
    ProbeCommand.Create(),
    ProfileCommand.Create(),
    TableCommand.Create(),
    QuantiseCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Fault fault)
{
    Console.Error.WriteLine(fault.Message);
    return fault.ExitCode;
}
catch (OperationCanceledException)
{
    return Interrupted;
}
