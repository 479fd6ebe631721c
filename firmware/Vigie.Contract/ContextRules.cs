namespace Vigie.Contract;

/// <summary>What a context record must obey.</summary>
internal static class ContextRules
{
    private const int LongestLink = 512;

    public static string? ProblemOf(ContextRecord record) => true switch
    {
        _ when !record.Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when record.Number is < 1 or > EventRecord.MaximumNumber => "context is not within 1..65535",
        _ when !WireTime.IsValid(record.Time) => "time is not within 1970..9999",
        _ when !Enum.IsDefined(record.Encoding) => $"encoding {(int)record.Encoding} is not known to this version",
        _ when !Topics.TryCreate(record.Site, record.Device, out _, out string problem) => problem,
        _ => Names(record) ?? Hashes(record) ?? Cameras(record.Cameras) ?? Classes(record.Classes) ?? Link(record.Link) ?? Precision(record.Precision),
    };

    private static string? Names(ContextRecord record) => Name("software", record.Software) ?? Name("model", record.Model);

    private static string? Hashes(ContextRecord record) =>
        Hash("configuration", record.ConfigurationHash) ?? Hash("mask", record.MaskHash) ?? Hash("model", record.ModelHash)
        ?? (record.MandateHash is null ? null : Hash("mandate", record.MandateHash));

    private static string? Hash(string what, string hash) =>
        hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower)
            ? null
            : $"hash of the {what} is not 64 hexadecimal digits in lower case";

    private static string? Cameras(IReadOnlyDictionary<int, ContextCamera> cameras) => cameras
        .Select(camera => Numbered("camera", camera.Key, EventRecord.MaximumPlaceNumber, camera.Value.Name)
            ?? camera.Value.Zones
                .Select(zone => Numbered("zone", zone.Key, EventRecord.MaximumPlaceNumber, zone.Value))
                .FirstOrDefault(problem => problem is not null)
            ?? Areas(camera.Value))
        .FirstOrDefault(problem => problem is not null);

    private static string? Areas(ContextCamera camera) => camera.Areas
        .Select(area => !camera.Zones.ContainsKey(area.Key) ? $"an area is of zone {area.Key}, which has no name"
            : area.Value is < 1 or > ContextCamera.LargestArea ? $"the area of zone {area.Key} is not within 1..{ContextCamera.LargestArea} square decimetres" : null)
        .FirstOrDefault(problem => problem is not null);

    private static string? Classes(IReadOnlyDictionary<int, string> classes) => classes
        .Select(named => EventRecord.IsClass(named.Key)
            ? Name($"class {named.Key}", named.Value)
            : $"class number {named.Key} is not within 1..90 or 1000..65535")
        .FirstOrDefault(problem => problem is not null);

    private static string? Precision(IReadOnlyDictionary<int, KindPrecision?> precision) => precision
        .Select(kind => kind.Key is < 1 or > EventRecord.MaximumPlaceNumber ? $"kind number {kind.Key} is not within 1..255" : kind.Value?.Problem)
        .FirstOrDefault(problem => problem is not null);

    private static string? Numbered(string what, int number, int most, string name) =>
        number >= 1 && number <= most ? Name($"{what} {number}", name) : $"{what} number {number} is not within 1..{most}";

    private static string? Name(string what, string name) =>
        Topics.IsName(name) ? null : $"name of {what} is not 1 to {Topics.LongestName} characters without control characters";

    private static string? Link(string? link) => true switch
    {
        _ when link is null => null,
        _ when link.Length > LongestLink => $"link template is longer than {LongestLink} characters",
        _ when !link.Contains("{camera}", StringComparison.Ordinal) || !link.Contains("{time}", StringComparison.Ordinal) =>
            "link template lacks {camera} or {time}",
        _ when !Uri.TryCreate(ContextRecord.Expand(link, "c", "t"), UriKind.Absolute, out _) =>
            "link template is no absolute address",
        _ => null,
    };
}
