using System.Text;
using Vigie.Contract;

namespace Vigie.Scenarios.Delivery;

/// <summary>The bytes that events must have on the wire.</summary>
internal static class EventPayloads
{
    /// <summary>Payloads of the events in a file of JSON twins, as lower-case hexadecimal digits.</summary>
    public static IReadOnlyList<string> OfTwins(string file, string encoding) => [.. File.ReadLines(file).Select(line =>
    {
        byte[] twin = Encoding.UTF8.GetBytes(line);
        Assert.True(EventRecord.TryDecode(twin, WireEncoding.Json, out EventRecord record, out string problem), problem);
        return Convert.ToHexStringLower(encoding == "json" ? twin : record.Encode(WireEncoding.Cbor));
    })];
}
