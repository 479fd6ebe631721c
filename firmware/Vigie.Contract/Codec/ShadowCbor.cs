using System.Collections.Immutable;

namespace Vigie.Contract.Codec;

/// <summary>A shadow record in CBOR.</summary>
internal static class ShadowCbor
{
    private const int MostCells = ShadowRecord.MostParts * ShadowRecord.MostParts;

    public static byte[] Encode(ShadowRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)ShadowKey.Identity, record.Identity);
        output.Number((int)ShadowKey.Context, record.Context);
        output.Number((int)ShadowKey.Camera, record.Camera);
        output.Number((int)ShadowKey.Kind, (int)record.Kind);
        WriteIfAny(output, ShadowKey.Zone, record.Zone);
        output.Text((int)ShadowKey.Rule, record.Rule);
        output.Number((int)ShadowKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Number((int)ShadowKey.Watched, record.Watched);
        output.Number((int)ShadowKey.Floor, record.Floor);
        WriteIfAny(output, ShadowKey.Signals, record.Signals);
        WriteIfAny(output, ShadowKey.Held, record.Held);
        output.Key((int)ShadowKey.Hours);
        output.Numbers([.. record.Hours.Select(part => (IReadOnlyList<int>)[part.Hour, part.Count])]);
        output.Key((int)ShadowKey.Grid);
        output.Numbers([record.Columns, record.Rows]);
        output.Key((int)ShadowKey.Cells);
        output.Numbers([.. record.Cells.Select(part => (IReadOnlyList<int>)[part.Column, part.Row, part.Count])]);
    });

    public static ShadowRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        ShadowRecord record = Blank.Shadow;
        uint seen = items.Map(key => TryReadField((ShadowKey)key, items, ref record));
        items.Finish();
        CborItems.Require(
            seen, (int)ShadowKey.Identity, (int)ShadowKey.Context, (int)ShadowKey.Camera, (int)ShadowKey.Kind, (int)ShadowKey.Rule,
            (int)ShadowKey.Time, (int)ShadowKey.Watched, (int)ShadowKey.Floor, (int)ShadowKey.Hours, (int)ShadowKey.Grid, (int)ShadowKey.Cells);
        return record;
    }

    private static bool TryReadField(ShadowKey key, CborItems items, ref ShadowRecord record)
    {
        const int Largest = EventRecord.MaximumNumber;
        switch (key)
        {
            case ShadowKey.Identity: record = record with { Identity = items.Identity() }; break;
            case ShadowKey.Context: record = record with { Context = items.Number(1, Largest, "context") }; break;
            case ShadowKey.Camera: record = record with { Camera = items.Number(1, Largest, "camera") }; break;
            case ShadowKey.Kind: record = record with { Kind = (EventKind)items.Number(1, Largest, "kind") }; break;
            case ShadowKey.Zone: record = record with { Zone = items.Number(1, Largest, "zone") }; break;
            case ShadowKey.Rule: record = record with { Rule = items.Text("rule") }; break;
            case ShadowKey.Time: record = record with { Time = items.Time() }; break;
            case ShadowKey.Watched: record = record with { Watched = items.Number(0, int.MaxValue, "watched") }; break;
            case ShadowKey.Floor: record = record with { Floor = items.Number(1, Largest, "floor") }; break;
            case ShadowKey.Signals: record = record with { Signals = items.Number(0, int.MaxValue, "signals") }; break;
            case ShadowKey.Held: record = record with { Held = items.Number(0, int.MaxValue, "held") }; break;
            case ShadowKey.Hours: record = record with { Hours = ReadHours(items) }; break;
            case ShadowKey.Grid: record = ReadGrid(items, record); break;
            case ShadowKey.Cells: record = record with { Cells = ReadCells(items) }; break;
            default: return false;
        }

        return true;
    }

    private static void WriteIfAny(CborOutput output, ShadowKey key, int? value)
    {
        if (value is int number)
        {
            output.Number((int)key, number);
        }
    }

    private static ImmutableArray<ShadowHour> ReadHours(CborItems items) => ReadParts(items, ShadowRecord.HoursOfDay, 2, "hours", () =>
    {
        int hour = items.Number(0, ShadowRecord.HoursOfDay - 1, "an hour");
        return new ShadowHour(hour, Count(items));
    });

    private static ImmutableArray<ShadowCell> ReadCells(CborItems items) => ReadParts(items, MostCells, 3, "cells", () =>
    {
        int column = items.Number(0, ShadowRecord.MostParts - 1, "a column");
        int row = items.Number(0, ShadowRecord.MostParts - 1, "a row");
        return new ShadowCell(column, row, Count(items));
    });

    private static ImmutableArray<T> ReadParts<T>(CborItems items, int most, int width, string what, Func<T> read)
    {
        int length = items.StartArray(0, most, what);
        var parts = ImmutableArray.CreateBuilder<T>(length);
        for (int i = 0; i < length; i++)
        {
            items.StartArray(width, width, $"a part of the {what}");
            parts.Add(read());
            items.EndArray();
        }

        items.EndArray();
        return parts.MoveToImmutable();
    }

    private static ShadowRecord ReadGrid(CborItems items, ShadowRecord record)
    {
        items.StartArray(2, 2, "grid");
        record = record with { Columns = items.Number(1, ShadowRecord.MostParts, "columns"), Rows = items.Number(1, ShadowRecord.MostParts, "rows") };
        items.EndArray();
        return record;
    }

    private static int Count(CborItems items) => items.Number(1, int.MaxValue, "a count");
}
