using System.CommandLine;
using Spectre.Console;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Reports;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit evaluate NAME</c>.</summary>
public static class EvaluateCommand
{
    private const int Rounds = 60;

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json." };
        Option<DirectoryInfo?> images = new("--images") { Description = "Folder of labelled pictures. Without it only times are measured, on a drawn pattern." };
        Option<FileInfo?> truth = new("--truth") { Description = "Their labels in COCO's format, instances.json; its folder names the set." };
        Option<string?> classes = new("--classes") { Description = "Score only these, separated by commas; the card is left as it is." };
        Option<string?> twin = new("--twin") { Description = "The same network in the other precision, name or folder. Without it: from the recipe, or NAME-fp32 or NAME-int8 beside it." };
        Option<int> rounds = new("--rounds") { Description = "How often each network runs for its times.", DefaultValueFactory = _ => Rounds };
        Option<bool> json = new("--json") { Description = "JSON on standard output instead of tables." };
        Option<bool> gate = new("--gate") { Description = $"Fail where int8 is less than {Gate.LeastRatio} times as fast on a processor with int8 dot products, or loses more than {Gate.MostPointsLost} points of AP." };
        Command command = new("evaluate", "Measure a model's accuracy and speed in float32 and int8, and write its card.") { model, images, truth, classes, twin, rounds, json, gate };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
            {
                result.AddError("--rounds: expected 1 to 100000.");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(
            new EvaluateRequest(
                ModelFolder.Find(parsed.GetValue(model)!), ReadSet(parsed.GetValue(images), parsed.GetValue(truth)), parsed.GetValue(classes)?.Split(','),
                parsed.GetValue(twin), parsed.GetValue(rounds), parsed.GetValue(json), parsed.GetValue(gate)),
            cancel));
        return command;
    }

    private static EvaluationSet? ReadSet(DirectoryInfo? images, FileInfo? truth) => (images, truth) switch
    {
        (null, null) => null,
        (not null, not null) => EvaluationSet.Read(images.FullName, truth.FullName),
        _ => throw new Fault(FaultKind.Config, images is null ? "--images" : "--truth", "is missing: accuracy needs pictures and their labels", "Give both --images and --truth."),
    };

    private static async Task RunAsync(EvaluateRequest request, CancellationToken cancel)
    {
        // With --json, standard output holds nothing else.
        Narration narration = request.Json ? new Narration(Console.Error, isTerminal: false) : Narration.OnConsole();
        using NetworkPair pair = await NetworkPair.FindAsync(request.Model, request.Twin, narration, cancel);
        Evaluator evaluator = new(pair, TimeProvider.System);
        int pictures = request.Set?.Images.Length ?? 0;
        EvaluationReport report = await narration.WatchAsync(
            pictures == 0 ? "Measuring times" : $"Looking at {pictures} pictures", Math.Max(1, pictures * evaluator.Networks),
            progress => Task.Run(() => evaluator.Measure(request.Model.Manifest.Name, request.Set, request.Classes, request.Rounds, progress, cancel), cancel));
        if (request.Json)
        {
            Console.WriteLine(ReportJson.Write(report));
        }
        else
        {
            new ReportScreen(AnsiConsole.Console).Show(report);
        }

        if (report.Scores is not null && request.Classes is null)
        {
            narration.Say($"{ModelCard.Write(request.Model.Path, report)}: figures of {report.Scores.Set}.");
        }

        if (request.Gate)
        {
            narration.Say(Gate.Judge(report));
        }
    }
}
