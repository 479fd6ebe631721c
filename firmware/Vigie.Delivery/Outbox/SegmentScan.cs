namespace Vigie.Delivery;

/// <summary>Walks the bytes of a whole segment: at open, and when its records are given up.</summary>
internal static class SegmentScan
{
    /// <summary>What a walk found.</summary>
    /// <param name="HeaderGood">Whether the header is whole.</param>
    /// <param name="Foreign">Whether the header is whole but of a version that this firmware does not know.</param>
    /// <param name="GoodLength">Bytes up to the end of the last good record; 0 where there is none.</param>
    /// <param name="Next">Number after the last good record.</param>
    /// <param name="First">Name of the first good record from the number that was asked for, gap records aside.</param>
    /// <param name="Last">Name of the last such record.</param>
    public readonly record struct Findings(
        bool HeaderGood, bool Foreign, long GoodLength, ulong Next, RecordId First, RecordId Last);

    /// <summary>Looks at every good record, passing over damaged ones.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="lane">From its name.</param>
    /// <param name="seed">From its name.</param>
    /// <param name="from">Number from which names and gaps are of interest.</param>
    /// <param name="gaps">Gets what the gap records say.</param>
    public static Findings Walk(ReadOnlySpan<byte> file, Lane lane, ulong seed, ulong from, List<Gap> gaps)
    {
        bool good = SegmentFormat.IsGood(file, lane, seed, out bool foreign);
        var findings = new Findings(good, foreign, 0, seed, default, default);
        int at = foreign ? file.Length : Math.Min(SegmentFormat.HeaderBytes, file.Length);
        while (at < file.Length)
        {
            if (!RecordFormat.TryRead(file[at..], seed, out RecordFormat.RecordView record) || record.Number < findings.Next)
            {
                at = NextRecord(file, at + 1, seed, findings.Next);
                continue;
            }

            at += record.Length;
            findings = findings with { GoodLength = at, Next = record.Number + 1 };
            if (record.Number >= from && record.IsGap)
            {
                gaps.Add(record.Gap);
            }
            else if (record.Number >= from)
            {
                findings = findings with { First = findings.First == default ? record.Id : findings.First, Last = record.Id };
            }
        }

        return findings;
    }

    /// <summary>
    /// Position of the next good record numbered at least <paramref name="number"/>, or the data's end. A damaged record thus costs
    /// itself alone: hash, segment and rising number make a false find a matter of 1 in 2^64.
    /// </summary>
    public static int NextRecord(ReadOnlySpan<byte> data, int from, ulong seed, ulong number)
    {
        int at = from;
        while (at < data.Length)
        {
            int hop = data[at..].IndexOf("VG"u8);
            if (hop < 0)
            {
                return data.Length;
            }

            at += hop;
            if (RecordFormat.TryRead(data[at..], seed, out RecordFormat.RecordView record) && record.Number >= number)
            {
                return at;
            }

            at++;
        }

        return data.Length;
    }
}
