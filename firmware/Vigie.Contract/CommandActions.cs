namespace Vigie.Contract;

/// <summary>The names of actions, as people and JSON write them.</summary>
public static class CommandActions
{
    private static readonly (CommandAction Action, string Name)[] Known =
    [
        (CommandAction.Ping, "ping"), (CommandAction.Status, "status"), (CommandAction.Stop, "stop"), (CommandAction.Resume, "resume"),
    ];

    /// <summary>All names, in the order of their numbers.</summary>
    public static IEnumerable<string> Names => Known.Select(known => known.Name);

    /// <summary>The name of an action.</summary>
    public static string Name(CommandAction action) => Known.FirstOrDefault(known => known.Action == action).Name
        ?? throw new ArgumentOutOfRangeException(nameof(action), action, "no action of this version");

    /// <summary>The action of a name.</summary>
    public static bool TryParse(string name, out CommandAction action)
    {
        action = Known.FirstOrDefault(known => known.Name == name).Action;
        return action != default;
    }
}
