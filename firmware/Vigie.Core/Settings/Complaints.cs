namespace Vigie.Core.Settings;

/// <summary>Collects everything that is wrong with one file, so that a person mends it in one go (law 8).</summary>
/// <param name="file">The file's path as the person gave it.</param>
public sealed class Complaints(string file)
{
    private readonly List<Complaint> _all = [];

    /// <summary>The file's path as the person gave it.</summary>
    public string File { get; } = file;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Complaint> All => _all;

    /// <summary>Adds one.</summary>
    public void Add(string path, string value, string expected) => _all.Add(new Complaint(path, value, expected));

    /// <summary>Adds what a fault says, under its own subject.</summary>
    public void Add(Fault fault) => Add(fault.Subject, "", $"{fault.Problem}. {fault.Remedy}");

    /// <summary>Throws one fault that says them all, if there are any.</summary>
    /// <param name="kind">What kind of fault they are.</param>
    /// <exception cref="Fault">Of that kind.</exception>
    public void ThrowIfAny(FaultKind kind = FaultKind.Config)
    {
        if (_all.Count == 0)
        {
            return;
        }

        string lines = string.Join(Environment.NewLine, _all.Select(complaint => "  " + complaint));
        string wrong = kind == FaultKind.Denied ? "not allowed" : "wrong";
        string count = _all.Count == 1 ? $"1 setting is {wrong}" : $"{_all.Count} settings are {wrong}";
        throw new Fault(
            kind,
            File,
            $"{count}{Environment.NewLine}{lines}{Environment.NewLine}nothing was changed",
            "Mend them and try again.");
    }
}
