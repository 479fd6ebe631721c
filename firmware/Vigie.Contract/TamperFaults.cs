namespace Vigie.Contract;

/// <summary>The names of a camera's faults, as they stand in JSON and in a configuration.</summary>
public static class TamperFaults
{
    /// <summary>The name of a fault, for example <c>covered</c>.</summary>
    public static string Name(TamperFault fault) => fault switch
    {
        TamperFault.Covered => "covered",
        TamperFault.Defocused => "defocused",
        TamperFault.Moved => "moved",
        TamperFault.Frozen => "frozen",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "a fault without a name"),
    };

    /// <summary>The fault of this name, if there is one.</summary>
    public static bool TryParse(string name, out TamperFault fault)
    {
        fault = Enum.GetValues<TamperFault>().FirstOrDefault(candidate => Name(candidate) == name);
        return fault != default;
    }
}
