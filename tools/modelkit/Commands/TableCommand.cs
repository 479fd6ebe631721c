using System.CommandLine;
using System.Text;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Reports;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit table MODEL… --data FOLDER</c>: the table of models/README.md.</summary>
public static class TableCommand
{
    public static Command Create()
    {
        Argument<string[]> models = new("models") { Description = "Names under models/, or folders; MODEL=TWIN names the other precision.", Arity = ArgumentArity.OneOrMore };
        Option<DirectoryInfo> data = new("--data") { Description = "Folder of sets: in each of its folders images/ and instances.json, or one clip (.avi) and its labels (gt*.txt).", Required = true };
        Option<int> rounds = new("--rounds") { Description = "How often each network runs for its times.", DefaultValueFactory = _ => 60 };
        Option<string?> write = new("--write") { Description = "A document that gets the table, in place of the one that was there." };
        Command command = new("table", "Compare models on several sets, in a table for a document.") { models, data, rounds, write };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(models)!, parsed.GetValue(data)!.FullName, parsed.GetValue(rounds), parsed.GetValue(write), cancel));
        return command;
    }

    private static async Task RunAsync(string[] models, string data, int rounds, string? document, CancellationToken cancel)
    {
        if (document is not null && !File.Exists(document))
        {
            throw new Fault(FaultKind.Unavailable, document, "is not there", "Name a document for the table.");
        }

        if (!Directory.Exists(data))
        {
            throw new Fault(FaultKind.Unavailable, data, "is no folder", "Name the folder of labelled sets.");
        }

        List<ClipSet> clips = [];
        try
        {
            List<EvaluationSet> sets = ReadSets(data, clips);
            List<IReadOnlyList<EvaluationReport>> reports = [];
            foreach (string model in models)
            {
                Console.Error.WriteLine($"{model}…");
                reports.Add(await MeasureAsync(model, sets, rounds, cancel));
            }

            string table = ModelTable.Write(sets, reports);
            Console.Write(table);
            if (document is not null)
            {
                string text = await File.ReadAllTextAsync(document, cancel);
                SafeFile.Write(document, Encoding.UTF8.GetBytes(ModelTable.Section.Replaced(text, table)));
            }
        }
        finally
        {
            clips.ForEach(clip => clip.Dispose());
        }
    }

    private static List<EvaluationSet> ReadSets(string data, List<ClipSet> clips)
    {
        List<EvaluationSet> sets = [];
        foreach (string folder in Directory.EnumerateDirectories(data).Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(folder, "instances.json")))
            {
                sets.Add(EvaluationSet.Read(Path.Combine(folder, "images"), Path.Combine(folder, "instances.json")));
            }
            else if (Directory.GetFiles(folder, "*.avi") is [string clip] && Directory.GetFiles(folder, "gt*.txt") is [string truth])
            {
                clips.Add(ClipSet.Read(clip, truth));
                sets.Add(clips[^1].Set);
            }
        }

        return sets.Count > 0
            ? sets
            : throw new Fault(FaultKind.Unavailable, data, "holds no labelled set", "Name a folder whose folders hold images/ and instances.json.");
    }

    private static async Task<IReadOnlyList<EvaluationReport>> MeasureAsync(string model, List<EvaluationSet> sets, int rounds, CancellationToken cancel)
    {
        string[] names = model.Split('=', 2);
        ModelFolder folder = ModelFolder.Find(names[0]);
        using NetworkPair pair = await NetworkPair.FindAsync(folder, names.ElementAtOrDefault(1), new Narration(Console.Error, isTerminal: false), cancel);
        Evaluator evaluator = new(pair, TimeProvider.System);
        return [.. sets.Select((set, index) => evaluator.Measure(folder.Manifest.Name, set, null, index == 0 ? rounds : 1, _ => { }, cancel))];
    }
}
