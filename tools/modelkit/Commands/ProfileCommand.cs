using System.CommandLine;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Reports;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit profile MODEL</c>: where the time of both precisions goes.</summary>
public static class ProfileCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json." };
        Option<string?> twin = new("--twin") { Description = "The same network in the other precision, as for evaluate." };
        Option<int> rounds = new("--rounds") { Description = "How often each network runs.", DefaultValueFactory = _ => 60 };
        Command command = new("profile", "Show what each kind of operation takes, in float32 and int8, as a table for a document.") { model, twin, rounds };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--rounds: expected 1 to 1000.");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(ModelFolder.Find(parsed.GetValue(model)!), parsed.GetValue(twin), parsed.GetValue(rounds), cancel));
        return command;
    }

    private static async Task RunAsync(ModelFolder model, string? twin, int rounds, CancellationToken cancel)
    {
        using NetworkPair pair = await NetworkPair.FindAsync(model, twin, new Narration(Console.Error, isTerminal: false), cancel);
        ModelManifest[] networks = [.. new[] { pair.Full, pair.Quantised }.OfType<ModelManifest>()];
        string[] names = [.. new[] { (pair.Full, "float32"), (pair.Quantised, "int8") }.Where(one => one.Item1 is not null).Select(one => one.Item2)];
        Console.Write(ProfileTable.Write(names, NetworkProfile.Measure(networks, rounds, cancel)));
    }
}
