using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// What events refer to by number, and what they were made with. It goes out, retained, on <c>vigie/1/SITE/DEVICE/context</c>,
/// through the same outbox and before the first event that uses it. (device, boot, number) is unique.
/// </summary>
public sealed record ContextRecord
{
    /// <summary>A payload longer than this is no context record, in either encoding.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>Context number, 1 to 65,535, counted anew in each boot.</summary>
    public required int Number { get; init; }

    /// <summary>From when it holds: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>The site's name, as in the topic.</summary>
    public required string Site { get; init; }

    /// <summary>The device's name, as in the topic.</summary>
    public required string Device { get; init; }

    /// <summary>Version of the software, 1 to 64 characters.</summary>
    public required string Software { get; init; }

    /// <summary>Name of the model, 1 to 64 characters; of several, joined by +.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the configuration file: 64 hexadecimal digits in lower case.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>
    /// SHA-256 of the privacy masks: 64 hexadecimal digits in lower case. Of several cameras: that of their hashes' bytes, by camera number.
    /// </summary>
    public required string MaskHash { get; init; }

    /// <summary>
    /// SHA-256 of the model's weights: 64 hexadecimal digits in lower case. Of several models: that of their hashes' bytes, each once, by camera number.
    /// </summary>
    public required string ModelHash { get; init; }

    /// <summary>SHA-256 of the signed mandate; none in a laboratory, whose events are marked so.</summary>
    public string? MandateHash { get; init; }

    /// <summary>Cameras by number, 1 to 255.</summary>
    public required IReadOnlyDictionary<int, ContextCamera> Cameras { get; init; }

    /// <summary>Names of the classes that can occur, by number.</summary>
    public required IReadOnlyDictionary<int, string> Classes { get; init; }

    /// <summary>
    /// Where the town's own video system shows a moment, because no picture leaves the box: a template (RFC 6570, level 1) with
    /// the variables <c>camera</c> (its name) and <c>time</c> (UTC, ISO 8601), at most 512 characters. None where there is no
    /// such system.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>
    /// How often the kinds that the box watches for were right, by kind number, 1 to 255; null: nobody has measured it. Empty where nothing is said.
    /// </summary>
    public IReadOnlyDictionary<int, KindPrecision?> Precision { get; init; } = Blank.Precision;

    /// <summary>How this device encodes its records.</summary>
    public required WireEncoding Encoding { get; init; }

    /// <summary>What the numbers of events mean: follows from the encoding.</summary>
    public WireUnits Units => WireUnits.Of(Encoding);

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => ContextRules.ProblemOf(this);

    /// <summary>The name of a camera, if the number is known.</summary>
    public bool TryNameCamera(int camera, out string name)
    {
        bool known = Cameras.TryGetValue(camera, out ContextCamera? found);
        name = found?.Name ?? "";
        return known;
    }

    /// <summary>The name of a camera's zone, if both numbers are known.</summary>
    public bool TryNameZone(int camera, int zone, out string name)
    {
        name = "";
        if (Cameras.TryGetValue(camera, out ContextCamera? found) && found.Zones.TryGetValue(zone, out string? zoneName))
        {
            name = zoneName;
        }

        return name.Length > 0;
    }

    /// <summary>The name of a class, if the number is known.</summary>
    public bool TryNameClass(int number, out string name)
    {
        bool known = Classes.TryGetValue(number, out string? found);
        name = found ?? "";
        return known;
    }

    /// <summary>Where to see a moment in the town's own video system, if this record says it.</summary>
    public bool TryLink(int camera, DateTimeOffset time, out string link)
    {
        link = "";
        if (Link is not null && TryNameCamera(camera, out string name))
        {
            link = Expand(Link, name, WireTime.Write(time));
        }

        return link.Length > 0;
    }

    /// <summary>The payload, encoded as <see cref="Encoding"/> says: the same record gives the same bytes, always.</summary>
    /// <exception cref="ArgumentException">
    /// The record breaks the contract, or is longer than <see cref="MaximumBytes"/>.
    /// </exception>
    public byte[] Encode()
    {
        Payload.ThrowIf(Problem, nameof(ContextRecord));
        byte[] payload = Encoding == WireEncoding.Cbor ? ContextCbor.Encode(this) : ContextJson.Encode(this);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(ContextRecord));
        return payload;
    }

    internal static string Expand(string template, string camera, string time) => template
        .Replace("{camera}", Uri.EscapeDataString(camera), StringComparison.Ordinal)
        .Replace("{time}", Uri.EscapeDataString(time), StringComparison.Ordinal);

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out ContextRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, ContextCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, ContextJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem ?? Payload.Mismatch(record.Encoding, encoding), out problem);
    }
}
