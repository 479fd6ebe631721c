using System.Globalization;
using System.Text.Json;

namespace Vigie.Trust.Journal;

/// <summary>The words for kinds of records.</summary>
public static class JournalKinds
{
    /// <summary>For people and JSON, for example <c>mandate-installed</c>; a kind of a newer version has its number only.</summary>
    public static string Name(JournalKind kind) => Enum.IsDefined(kind)
        ? JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString())
        : string.Create(CultureInfo.InvariantCulture, $"kind-{(int)kind}");
}
