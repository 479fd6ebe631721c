using System.CommandLine;
using Vigie.Appliance.Evaluation;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie evaluate CLIP|FOLDER</c>: how well a configuration sees what a person saw.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Clips = new("clips") { Description = "Video file, or a folder of them." };

    private static readonly Option<string> Truth = new("--truth") { Description = "What happens in the clips (JSON).", Required = true };

    private static readonly Option<string> Configuration = new("--config") { Description = "Configuration file: zones, rules, model.", Required = true };

    private static readonly Option<string?> Camera = new("--camera") { Description = "Camera of clips that name none in the truth, where it has several." };

    private static readonly Option<string?> Model = new("--model") { Description = "Name or folder of a model, instead of the configuration's." };

    private static readonly Option<DateTimeOffset> StartTime = StartTimeOption.Create();

    private static readonly Option<string?> Markdown = new("--markdown") { Description = "File for the report." };

    private static readonly Option<string?> Timeline = new("--timeline") { Description = "File for a picture (PNG): truth and events as bars over time." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print all figures as one JSON object." };

    public static Command Create()
    {
        Command command = new("evaluate", "Replay clips and hold the events against the truth: recall, precision, false alarms an hour, delay.")
        {
            Clips, Truth, Configuration, Camera, Model, StartTime, Markdown, Timeline, Json,
        };
        command.SetAction((result, cancellation) => EvaluationRun.RunAsync(EvaluationPlan.Make(Read(result)), cancellation));
        return command;
    }

    private static EvaluationOptions Read(ParseResult result) => new(
        result.GetRequiredValue(Clips),
        result.GetRequiredValue(Truth),
        result.GetRequiredValue(Configuration),
        result.GetValue(Camera),
        result.GetValue(Model),
        result.GetValue(Markdown),
        result.GetValue(Timeline),
        result.GetValue(Json))
    {
        StartTime = result.GetResult(StartTime) is { Implicit: false } ? result.GetValue(StartTime) : null,
    };
}
