namespace Vigie.Scenarios;

/// <summary>
/// Every password that a scenario uses stands here, and no program's output that a test looks at may hold one: <see cref="RunningProgram"/>,
/// <see cref="Finished"/> and <see cref="Script"/>, through which all output comes, refuse to hand such output out.
/// </summary>
internal static class Passwords
{
    /// <summary>Of a camera: with all that a URL would have to escape.</summary>
    public const string Camera = "p@ss/w:rd%1-Tr0ub4dor";

    /// <summary>One that the camera refuses.</summary>
    public const string Wrong = "wr0ng-horse-battery";

    private static readonly string[] Known = [Camera, Wrong];

    /// <summary>As they would look wherever they leaked from: plain, and escaped as in a URL.</summary>
    private static readonly string[] Traces = [.. Known, .. Known.Select(Uri.EscapeDataString)];

    /// <summary>Whether a line holds one.</summary>
    public static bool AreIn(string text) => Traces.Any(trace => text.Contains(trace, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fails where a text holds one; says which line, without it.</summary>
    public static string NoneIn(string text)
    {
        int line = Array.FindIndex(text.Split('\n'), AreIn);
        Assert.True(line < 0, $"Line {line + 1} of what a program said holds a password.");
        return text;
    }
}
