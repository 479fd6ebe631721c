using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Profiles;

/// <summary>A profile in JSON: what people read and write.</summary>
public static class ProfileJson
{
    /// <summary>Reads a draft.</summary>
    /// <param name="json">The draft.</param>
    /// <param name="file">Where it came from.</param>
    /// <exception cref="Fault">All that is wrong with it.</exception>
    public static Profile Read(ReadOnlySpan<byte> json, string file) => JsonDraft.Read(json, file, reader => new Profile
    {
        Name = JsonDraft.Words(reader, "name", "its name, for example \"fr-2023-380\"", 64),
        Title = JsonDraft.Words(reader, "title", "what it is, in words"),
        Sources = JsonDraft.Names(reader, "sources", "legal texts"),
        From = JsonDraft.Time(reader, "from"),
        To = JsonDraft.Time(reader, "to"),
        Events = JsonDraft.Names(reader, "events", "kinds of events"),
        Statistics = JsonDraft.Names(reader, "statistics", "kinds of statistics"),
        Classes = JsonDraft.Names(reader, "classes", "classes of objects"),
        Plates = JsonDraft.Plates(reader),
        LongestDuration = JsonDraft.Days(reader, "longestDuration", 3660),
        LongestRetention = JsonDraft.Days(reader, "longestRetention", 366),
        StatisticsOnly = JsonDraft.Boolean(reader, "statisticsOnly"),
        LeastPrecision = JsonDraft.Number(reader, "leastPrecision", 100),
        Serial = JsonDraft.Serial(reader),
    });

    /// <summary>A profile as a draft: read again, it gives the same bytes.</summary>
    public static string Write(Profile profile) => JsonDraft.Write(writer =>
    {
        writer.WriteString("name", profile.Name);
        writer.WriteString("title", profile.Title);
        JsonDraft.Write(writer, "sources", profile.Sources);
        writer.WriteString("from", JsonDraft.Show(profile.From));
        writer.WriteString("to", JsonDraft.Show(profile.To));
        JsonDraft.Write(writer, "events", profile.Events);
        JsonDraft.Write(writer, "statistics", profile.Statistics);
        JsonDraft.Write(writer, "classes", profile.Classes);
        writer.WriteString("plates", JsonDraft.Show(profile.Plates));
        writer.WriteString("longestDuration", FormattableString.Invariant($"{profile.LongestDuration.TotalSeconds}s"));
        writer.WriteString("longestRetention", FormattableString.Invariant($"{profile.LongestRetention.TotalSeconds}s"));
        writer.WriteBoolean("statisticsOnly", profile.StatisticsOnly);
        writer.WriteNumber("leastPrecision", profile.LeastPrecision);
        writer.WriteNumber("serial", profile.Serial);
    });
}
