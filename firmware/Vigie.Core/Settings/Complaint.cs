namespace Vigie.Core.Settings;

/// <summary>One thing that is wrong with a file of settings.</summary>
/// <param name="Path">JSON path, for example <c>$.cameras[0].rules[1].dwell</c>.</param>
/// <param name="Value">The offending value as written, shortened; empty where something is missing.</param>
/// <param name="Expected">What would be right.</param>
public sealed record Complaint(string Path, string Value, string Expected)
{
    /// <summary>One line for people: path, value, what would be right.</summary>
    public override string ToString() => Value.Length == 0 ? $"{Path}: {Expected}" : $"{Path}: {Value}: {Expected}";
}
