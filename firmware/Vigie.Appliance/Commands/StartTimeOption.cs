using System.CommandLine;
using System.CommandLine.Parsing;
using Vigie.Appliance.Replay;

namespace Vigie.Appliance.Commands;

/// <summary>The option that says when a clip was taken.</summary>
internal static class StartTimeOption
{
    /// <summary>Makes it; without it a clip begins in 1970.</summary>
    public static Option<DateTimeOffset> Create() => new("--start-time")
    {
        Description = "Wall time of the first frame, ISO 8601, UTC unless said otherwise. Rules with a schedule need it.",
        DefaultValueFactory = _ => DateTimeOffset.UnixEpoch,
        CustomParser = Parse,
    };

    private static DateTimeOffset Parse(ArgumentResult result)
    {
        if (!StartTime.TryParse(result.Tokens[0].Value, out DateTimeOffset time))
        {
            result.AddError($"--start-time {result.Tokens[0].Value}: {StartTime.Expected}.");
        }

        return time;
    }
}
