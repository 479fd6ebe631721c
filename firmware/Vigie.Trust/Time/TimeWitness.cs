using System.Globalization;
using System.Text;
using Vigie.Core;

namespace Vigie.Trust.Time;

/// <summary>
/// The last trusted time, on disk, so that a clock set back over a restart is noticed. It grows only; a hub's signed time alone sets
/// it back, because a bad clock may have carried it into the future.
/// </summary>
public sealed class TimeWitness
{
    private const int MostBytes = 64;
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly string _path;

    /// <summary>Reads what was last seen.</summary>
    /// <exception cref="Fault">The file is damaged: then nobody knows how far back the clock may be.</exception>
    public TimeWitness(string stateDirectory)
    {
        _path = Path.Combine(stateDirectory, "time", "last-seen");
        PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
        LastSeen = File.Exists(_path) ? Read(_path) : DateTimeOffset.MinValue;
    }

    /// <summary>The last trusted time; long ago on a new box.</summary>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Why the last time is not on disk; null where it is.</summary>
    internal string? Problem { get; private set; }

    /// <summary>
    /// Notes a trusted time, durably where the disk takes it. Where it does not, this process knows it all the same; after a restart the box
    /// knows only what was written last.
    /// </summary>
    internal void Note(DateTimeOffset time)
    {
        LastSeen = time;
        Problem = PrivateFile.TryReplace(_path, Encoding.ASCII.GetBytes(time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset Read(string path)
    {
        string text = Encoding.ASCII.GetString(PrivateFile.ReadWithin(path, MostBytes) ?? []);
        return DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new Fault(FaultKind.Corrupt, path, "does not tell when this box last knew the time", "Find out why; then delete it, and see to it that the clock is right before the next start.");
    }
}
