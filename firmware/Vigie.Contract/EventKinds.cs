namespace Vigie.Contract;

/// <summary>The names of event kinds, as they stand in topics and in JSON.</summary>
public static class EventKinds
{
    /// <summary>The name of a kind, for example <c>intrusion</c>.</summary>
    public static string Name(EventKind kind) => kind switch
    {
        EventKind.Abandoned => "abandoned",
        EventKind.Weapon => "weapon",
        EventKind.WrongWay => "wrong_way",
        EventKind.Intrusion => "intrusion",
        EventKind.Fall => "fall",
        EventKind.CrowdMovement => "crowd_movement",
        EventKind.Density => "density",
        EventKind.Line => "line",
        EventKind.Loitering => "loitering",
        EventKind.Gathering => "gathering",
        EventKind.StoppedVehicle => "stopped_vehicle",
        EventKind.Count => "count",
        EventKind.Tamper => "tamper",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind without a name"),
    };

    /// <summary>Whether events of a kind say how many: they are of a place, not of one object.</summary>
    public static bool Counts(EventKind kind) => kind switch
    {
        EventKind.Abandoned or EventKind.Weapon or EventKind.WrongWay or EventKind.Intrusion or EventKind.Fall => false,
        EventKind.Line or EventKind.Loitering or EventKind.StoppedVehicle or EventKind.Tamper => false,
        EventKind.CrowdMovement or EventKind.Density or EventKind.Gathering or EventKind.Count => true,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind that nobody has decided on"),
    };

    /// <summary>Whether events of a kind may say how fast.</summary>
    public static bool Moves(EventKind kind) => kind is EventKind.WrongWay or EventKind.CrowdMovement;

    /// <summary>The kinds that events are of: all but <see cref="EventKind.Count"/>, which has a record of its own.</summary>
    public static IEnumerable<EventKind> OfEvents => Enum.GetValues<EventKind>().Where(kind => kind != EventKind.Count);

    /// <summary>The kind of this name, if there is one.</summary>
    public static bool TryParse(string name, out EventKind kind)
    {
        kind = Enum.GetValues<EventKind>().FirstOrDefault(candidate => Name(candidate) == name);
        return kind != default;
    }
}
