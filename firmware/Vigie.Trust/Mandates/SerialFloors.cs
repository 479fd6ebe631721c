using System.Globalization;
using System.Text;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>
/// The newest serial number seen of each line of documents, on disk: what is older is a replay. The very same document may come again.
/// One line each: name, serial, hash.
/// </summary>
internal sealed class SerialFloors
{
    // Some 500 lines; an authority that signs without end is stopped here, not by the disk.
    private const int MostBytes = 128 * 1024;

    private readonly string _path;
    private readonly SortedDictionary<string, (long Serial, string Hash)> _floors = new(StringComparer.Ordinal);

    public SerialFloors(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            return;
        }

        byte[] content = PrivateFile.ReadWithin(path, MostBytes) ?? throw Damaged();
        foreach (string line in Encoding.ASCII.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [string name, string serial, string hash]
                || !long.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                || !_floors.TryAdd(name, (number, hash)))
            {
                throw Damaged();
            }
        }
    }

    /// <summary>Why a document comes too late, or null.</summary>
    public Refusal? ProblemOf(string line, long serial, string hash) =>
        _floors.TryGetValue(line, out (long Serial, string Hash) floor) && (serial < floor.Serial || (serial == floor.Serial && hash != floor.Hash))
            ? new(
                RefusalReason.Replayed,
                $"has serial {serial}; this box has already had {floor.Serial} of the same signer",
                "Install the newest one. If it is new, have it signed with a higher serial.")
            : null;

    /// <summary>Whether this document is the newest of its line.</summary>
    public bool IsNewest(string line, string hash) => _floors.TryGetValue(line, out (long Serial, string Hash) floor) && floor.Hash == hash;

    /// <summary>Notes a document, durably, before it takes effect.</summary>
    public void Raise(string line, long serial, string hash)
    {
        _floors[line] = (serial, hash);
        string text = string.Concat(_floors.Select(entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value.Serial} {entry.Value.Hash}\n")));
        if (text.Length > MostBytes)
        {
            throw new Fault(FaultKind.Exhausted, _path, $"has more than {MostBytes} bytes", "Ask the maker: no box should ever see so many documents.");
        }

        PrivateFile.Replace(_path, Encoding.ASCII.GetBytes(text));
    }

    private Fault Damaged() => new(
        FaultKind.Corrupt, _path, "does not tell which documents were already here", "Find out why. Nothing is installed until it is restored or the box is enrolled anew.");
}
