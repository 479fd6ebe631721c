using System.CommandLine;
using Vigie.Core;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit build NAME</c>.</summary>
public static class BuildCommand
{
    private const string Quantised = "int8";
    private const string Full = "fp32";

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json and recipe.json." };
        Option<string> precision = new("--precision") { Description = "int8 (what the box runs) or fp32 (to compare with).", DefaultValueFactory = _ => Quantised };
        precision.AcceptOnlyFromAmong(Quantised, Full);
        Option<DirectoryInfo?> output = new("--output") { Description = "Folder for model.json, labels and network; without it the network goes beside the model's own model.json." };
        Option<FileInfo?> tarball = new("--package") { Description = "The package's tarball, if it is at hand: npm is not asked." };
        Option<bool> pin = new("--pin") { Description = "Write the result's hash into model.json: after recipe or calibration were changed on purpose." };
        Command command = new("build", "Make a model's network from published weights.") { model, precision, output, tarball, pin };
        command.Aliases.Add("convert");
        command.SetAction((parsed, cancel) =>
        {
            BuildJob job = new(ModelFolder.Find(parsed.GetValue(model)!), PackageCache.OfUser(), Narration.OnConsole());
            return RunAsync(job, parsed.GetValue(precision) == Full ? Precision.Full : Precision.Quantised, parsed.GetValue(output)?.FullName, parsed.GetValue(tarball)?.FullName, parsed.GetValue(pin), cancel);
        });
        return command;
    }

    private static Task RunAsync(BuildJob job, Precision precision, string? output, string? tarball, bool pin, CancellationToken cancel)
    {
        if (output is not null && pin)
        {
            throw new Fault(FaultKind.Config, "--pin", "has no meaning with --output, whose model.json always holds its network's hash", "Leave one of them out.");
        }

        if (output is not null)
        {
            return job.BuildIntoAsync(output, precision, tarball, cancel);
        }

        if (precision == Precision.Full)
        {
            throw new Fault(FaultKind.Config, "--output", "is missing: the float network is for comparison and does not replace the model's own", "Add --output FOLDER.");
        }

        return job.BuildInPlaceAsync(tarball, pin, cancel);
    }
}
