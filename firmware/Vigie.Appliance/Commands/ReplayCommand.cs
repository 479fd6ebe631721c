using System.CommandLine;
using System.CommandLine.Parsing;
using Vigie.Appliance.Replay;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie replay CLIP</c>: the very pipeline of the service on a file.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> Clip = new("clip") { Description = "Video file." };

    private static readonly Option<string?> Configuration =
        new("--config") { Description = "Configuration file. Without one: no mask, no rule, no broker." };

    private static readonly Option<string?> Camera =
        new("--camera") { Description = "Which camera of the configuration, where it has several." };

    private static readonly Option<string?> Model =
        new("--model") { Description = "Name or folder of a model, instead of the configuration's. Installed packages are found with --config alone." };

    private static readonly Option<bool> Fast =
        new("--fast") { Description = "As fast as the machine can, not at the clip's own pace. No frame is dropped either way." };

    private static readonly Option<string?> Events = new("--events") { Description = "File for events: their JSON twins, a line each." };

    private static readonly Option<string?> Tracks = new("--tracks") { Description = "File for tracks: MOTChallenge rows." };

    private static readonly Option<string?> Sheet =
        new("--sheet") { Description = "File for a contact sheet (PNG): zones, tracks, the moment of each event." };

    private static readonly Option<string?> Explain =
        new("--explain") { Description = "File for why each rule did and did not speak of each track: a JSON object a line." };

    private static readonly Option<string?> Classes =
        new("--classes") { Description = "Names of the classes to track, with commas. Otherwise all that the model knows." };

    private static readonly Option<DateTimeOffset> StartTime = StartTimeOption.Create();

    private static readonly Option<TimeSpan> Patience = new("--patience")
    {
        Description = "How long to wait for the broker after the clip, for example 30s.",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(30),
        CustomParser = ParseDuration,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the summary as one JSON object." };

    public static Command Create()
    {
        Command command = new("replay", "Run the pipeline on a file, as laboratory work: no frame dropped, the same bytes out twice.")
        {
            Clip, Configuration, Camera, Model, Fast, Events, Tracks, Sheet, Explain, Classes, StartTime, Patience, Json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            ReplayPlan plan = ReplayPlan.Make(Read(result));
            foreach (string refusal in AcceleratorLog.Refusals([plan.Plan]))
            {
                await Console.Error.WriteLineAsync($"vigie: {refusal}.");
            }

            return await ReplayRun.RunAsync(plan, cancellation);
        });
        return command;
    }

    private static ReplayOptions Read(ParseResult result) => new(
        result.GetRequiredValue(Clip),
        result.GetValue(Configuration),
        result.GetValue(Camera),
        result.GetValue(Model),
        result.GetValue(Fast),
        result.GetValue(Events),
        result.GetValue(Tracks),
        result.GetValue(Sheet),
        [.. (result.GetValue(Classes) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        result.GetValue(StartTime),
        result.GetValue(Patience),
        result.GetValue(Json))
    {
        HasStartTime = result.GetResult(StartTime) is { Implicit: false },
        Explain = result.GetValue(Explain),
    };

    private static TimeSpan ParseDuration(ArgumentResult result)
    {
        if (Units.TryParseDuration(result.Tokens[0].Value, out TimeSpan duration))
        {
            return duration;
        }

        result.AddError($"--patience {result.Tokens[0].Value}: not a duration with its unit (ms, s, min, h, d). Write it as 30s.");
        return default;
    }
}
