using System.Globalization;
using System.Text;
using Vigie.Core;
using Vigie.Trust.Journal;

namespace Vigie.Trust.Commands;

/// <summary>
/// The highest counter of each key's commands, in the file <c>trust/commands</c> of the state directory: a line each, thumbprint and counter. What is not higher is
/// a replay. One thread.
/// </summary>
public sealed class CommandCounters
{
    // A line a key; anchors.json has room for fewer than these.
    private const int MostBytes = 64 * 1024;

    private readonly string _path;
    private readonly SortedDictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Takes up what the box has had; the journal knows too, where an older state was put back around it.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="journal">What the journal holds; none where nobody asks it.</param>
    /// <exception cref="Fault">The file is damaged.</exception>
    public CommandCounters(string stateDirectory, IEnumerable<JournalEntry> journal)
    {
        _path = Path.Combine(stateDirectory, "trust", "commands");
        PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
        if (File.Exists(_path))
        {
            Read(PrivateFile.ReadWithin(_path, MostBytes) ?? throw Damaged());
        }

        foreach (JournalEntry entry in journal.Where(entry => entry.Kind == JournalKind.CommandAccepted))
        {
            if (entry.Detail.Text("signer") is { } signer && entry.Detail.Number("counter") is { } counter)
            {
                _last[signer] = Math.Max(Last(signer), counter);
            }
        }
    }

    /// <summary>The highest counter of a key so far; 0 before the first.</summary>
    public long Last(string signer) => _last.GetValueOrDefault(signer);

    /// <summary>Notes a counter, durably, before what it came with takes effect.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Raise(string signer, long counter)
    {
        string text = string.Concat(_last.Where(line => line.Key != signer).Append(new(signer, counter))
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Key} {line.Value}\n")));
        PrivateFile.Replace(_path, Encoding.ASCII.GetBytes(text));
        _last[signer] = counter;
    }

    private void Read(byte[] content)
    {
        foreach (string line in Encoding.ASCII.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [string signer, string number]
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long counter)
                || !_last.TryAdd(signer, counter))
            {
                throw Damaged();
            }
        }
    }

    private Fault Damaged() => new(
        FaultKind.Corrupt, _path, "does not tell which commands were already here",
        "Find out why; then delete it: the journal still knows those that were carried out, and an old command has expired.");
}
