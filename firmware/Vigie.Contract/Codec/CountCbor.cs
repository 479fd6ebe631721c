using System.Collections.Immutable;

namespace Vigie.Contract.Codec;

/// <summary>A count record in CBOR.</summary>
internal static class CountCbor
{
    private const int In = 1;
    private const int Out = 2;
    private const int Most = 3;
    private const int Mean = 4;
    private const int Stays = 5;
    private const int MostParts = 64;

    public static byte[] Encode(CountRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)CountKey.Identity, record.Identity);
        output.Number((int)CountKey.Context, record.Context);
        output.Number((int)CountKey.Camera, record.Camera);
        output.Number((int)CountKey.Zone, record.Zone);
        output.Number((int)CountKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Number((int)CountKey.Seconds, record.Seconds);
        output.Number((int)CountKey.Watched, record.Watched);
        output.Number((int)CountKey.Floor, record.Floor);
        output.Key((int)CountKey.Classes);
        output.Map(() =>
        {
            foreach ((int number, ClassCounts counts) in record.Classes)
            {
                output.Key(number);
                output.Map(() => Write(output, counts));
            }
        });
        if (record.Flags != 0)
        {
            output.Number((int)CountKey.Flags, (int)record.Flags);
        }
    });

    public static CountRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        CountRecord record = Blank.Count;
        uint seen = items.Map(key => TryReadField((CountKey)key, items, ref record));
        items.Finish();
        CborItems.Require(
            seen, (int)CountKey.Identity, (int)CountKey.Context, (int)CountKey.Camera, (int)CountKey.Zone, (int)CountKey.Time,
            (int)CountKey.Seconds, (int)CountKey.Watched, (int)CountKey.Floor, (int)CountKey.Classes);
        return record;
    }

    private static bool TryReadField(CountKey key, CborItems items, ref CountRecord record)
    {
        const int Largest = EventRecord.MaximumNumber;
        switch (key)
        {
            case CountKey.Identity: record = record with { Identity = items.Identity() }; break;
            case CountKey.Context: record = record with { Context = items.Number(1, Largest, "context") }; break;
            case CountKey.Camera: record = record with { Camera = items.Number(1, Largest, "camera") }; break;
            case CountKey.Zone: record = record with { Zone = items.Number(1, Largest, "zone") }; break;
            case CountKey.Time: record = record with { Time = items.Time() }; break;
            case CountKey.Seconds: record = record with { Seconds = items.Number(1, Largest, "seconds") }; break;
            case CountKey.Watched: record = record with { Watched = items.Number(0, Largest, "watched") }; break;
            case CountKey.Floor: record = record with { Floor = items.Number(1, Largest, "floor") }; break;
            case CountKey.Classes: record = record with { Classes = ReadClasses(items) }; break;
            case CountKey.Flags: record = record with { Flags = (EventMarks)items.Number(1, Largest, "flags") & CountRecord.KnownMarks }; break;
            default: return false;
        }

        return true;
    }

    private static void Write(CborOutput output, ClassCounts counts)
    {
        WriteIfAny(output, In, counts.In);
        WriteIfAny(output, Out, counts.Out);
        WriteIfAny(output, Most, counts.Most);
        WriteIfAny(output, Mean, counts.Mean);
        if (!counts.Stays.IsEmpty)
        {
            output.Key(Stays);
            output.Numbers([.. counts.Stays.Select(part => (IReadOnlyList<int>)[part.To ?? 0, part.Count])]);
        }
    }

    private static void WriteIfAny(CborOutput output, int key, int? count)
    {
        if (count is int number)
        {
            output.Number(key, number);
        }
    }

    private static Dictionary<int, ClassCounts> ReadClasses(CborItems items)
    {
        Dictionary<int, ClassCounts> classes = [];
        items.Map(number =>
        {
            classes.Add(number, ReadCounts(items));
            return true;
        });
        return classes;
    }

    private static ClassCounts ReadCounts(CborItems items)
    {
        ClassCounts counts = new();
        items.Map(key =>
        {
            counts = key switch
            {
                In => counts with { In = Count(items) },
                Out => counts with { Out = Count(items) },
                Most => counts with { Most = Count(items) },
                Mean => counts with { Mean = Count(items) },
                Stays => counts with { Stays = ReadStays(items) },
                _ => counts,
            };
            return key is >= In and <= Stays;
        });
        return counts;
    }

    private static int Count(CborItems items) => items.Number(1, ClassCounts.MaximumCount, "a count");

    private static ImmutableArray<StayPart> ReadStays(CborItems items)
    {
        int length = items.StartArray(1, MostParts, "stays");
        var parts = ImmutableArray.CreateBuilder<StayPart>(length);
        for (int i = 0; i < length; i++)
        {
            items.StartArray(2, 2, "a part of the stays");
            int to = items.Number(0, ClassCounts.LongestStay, "the end of a part");
            parts.Add(new StayPart(to == 0 ? null : to, Count(items)));
            items.EndArray();
        }

        items.EndArray();
        return parts.MoveToImmutable();
    }
}
