using System.Collections.ObjectModel;

namespace Vigie.Contract.Codec;

/// <summary>What a decoder begins with; each field of it is replaced, or the record refused.</summary>
internal static class Blank
{
    public static IReadOnlyDictionary<int, string> Names => ReadOnlyDictionary<int, string>.Empty;

    public static IReadOnlyDictionary<int, int> Areas => ReadOnlyDictionary<int, int>.Empty;

    public static IReadOnlyDictionary<int, KindPrecision?> Precision => ReadOnlyDictionary<int, KindPrecision?>.Empty;

    public static ContextRecord Context => new()
    {
        Identity = default,
        Number = 0,
        Time = default,
        Site = "",
        Device = "",
        Software = "",
        Model = "",
        ConfigurationHash = "",
        MaskHash = "",
        ModelHash = "",
        Cameras = ReadOnlyDictionary<int, ContextCamera>.Empty,
        Classes = Names,
        Encoding = WireEncoding.Cbor,
    };

    public static StatusRecord Status => new() { Online = false, Boot = default, Software = "", Encoding = WireEncoding.Cbor };

    public static CountRecord Count => new()
    {
        Identity = default,
        Context = 0,
        Camera = 0,
        Zone = 0,
        Time = default,
        Seconds = 0,
        Watched = 0,
        Floor = 0,
        Classes = ReadOnlyDictionary<int, ClassCounts>.Empty,
    };

    public static ShadowRecord Shadow => new()
    {
        Identity = default,
        Context = 0,
        Camera = 0,
        Kind = default,
        Rule = "",
        Time = default,
        Watched = 0,
        Floor = 0,
        Columns = 0,
        Rows = 0,
    };

    public static ReceiptRecord Receipt => new() { Hub = "", Time = default, Lease = 0, Runs = [] };

    public static ClockRecord Clock => new() { Identity = default, Time = default };

    public static GapRecord Gap => new()
    {
        Identity = default,
        Time = default,
        Lane = LossLane.Signals,
        Reason = LossReason.DiskCap,
        Count = 0,
    };
}
