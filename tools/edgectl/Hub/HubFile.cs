using System.CommandLine;
using Vigie.Core;

namespace Vigie.Edgectl.Hub;

/// <summary>The option <c>--db</c>.</summary>
internal static class HubFile
{
    public static Option<string> Option() => new("--db")
    {
        Description = "The database of the hub: an SQLite file, made where there is none, on a disk that keeps what it has flushed.",
        Required = true,
    };

    public static string Read(ParseResult result, Option<string> option) => result.GetRequiredValue(option) is { Length: > 0 } file
        ? Path.GetFullPath(file)
        : throw new Fault(FaultKind.Config, "--db", "is empty", "Name the file in which the hub keeps what it hears.");
}
