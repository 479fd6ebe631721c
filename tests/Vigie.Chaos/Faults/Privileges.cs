namespace Vigie.Chaos.Faults;

/// <summary>What some rows need of the machine.</summary>
internal static class Privileges
{
    /// <summary>Set by tools/chaos, which puts everything into namespaces of its own, that vanish with the last process.</summary>
    private const string Apart = "VIGIE_CHAOS_APART";

    /// <summary>Skips the row where the user is not root, or a program is missing.</summary>
    public static void Require(params string[] programs)
    {
        if (Environment.GetEnvironmentVariable(Apart) is null)
        {
            throw new RowSkipped("needs root and namespaces of its own: tools/chaos, as root");
        }

        if (programs.FirstOrDefault(program => !Tool.Exists(program)) is { } missing)
        {
            throw new RowSkipped($"no {missing} here");
        }
    }
}
