using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Reads the durable records of one lane in order, for one consumer. Damaged records are passed over, one by one, and reported; the
/// segment's bytes are kept in quarantine.
/// </summary>
internal sealed class SegmentReader(SegmentIndex index, Quarantine quarantine, Action<Gap> report, ILogger logger)
{
    private byte[] _data = [];
    private int _at;
    private int _filled;
    private int _failures;
    private Segment? _segment;
    private ulong _number;
    private RecordId _last;

    /// <summary>The next durable record, if there is one.</summary>
    public bool TryNext([NotNullWhen(true)] out OutboxRecord? record)
    {
        while (index.TryLocate(ref _number, out Segment? segment, out long length, out ulong end))
        {
            Load(segment, length);
            ReadOnlySpan<byte> rest = _data.AsSpan(_at.._filled);
            if (RecordFormat.TryRead(rest, segment.First, out RecordFormat.RecordView view) && view.Number <= _number && view.Number < end)
            {
                _at += view.Length;
                if (view.Number == _number)
                {
                    record = Take(segment.Lane, view);
                    return true;
                }
            }
            else
            {
                PassDamage(segment, end);
            }
        }

        record = null;
        return false;
    }

    /// <summary>Begins anew, at the first record that was not acknowledged.</summary>
    public void Rewind() => (_segment, _number, _last) = (null, 0, default);

    private OutboxRecord Take(Lane lane, RecordFormat.RecordView view)
    {
        (_number, _last) = (view.Number + 1, view.Id);
        return new OutboxRecord(lane, view.Number, view.Id, new OutboxMessage(
            Encoding.UTF8.GetString(view.Topic), Encoding.UTF8.GetString(view.ContentType), view.Payload.ToArray(), view.Retain));
    }

    /// <summary>Brings the durable part of the segment into memory: a segment is small, and read from its start only once.</summary>
    private void Load(Segment segment, long length)
    {
        if (_segment != segment)
        {
            (_segment, _at, _filled) = (segment, 0, 0);
        }

        if (_filled < length)
        {
            Fill(segment, (int)length);
        }

        if (_at == 0)
        {
            bool good = SegmentFormat.IsGood(_data.AsSpan(0, _filled), segment.Lane, segment.First, out bool foreign);
            _at = foreign ? _filled : Math.Min(SegmentFormat.HeaderBytes, _filled);
            if (!good)
            {
                OutboxLog.HeaderDamaged(logger, segment.Path, foreign ? "of a version that this firmware does not know" : "damaged");
                quarantine.Keep(segment.Path);
            }
        }
    }

    private void Fill(Segment segment, int length)
    {
        if (_data.Length < length)
        {
            Array.Resize(ref _data, (int)Math.Max(length, Math.Min(_data.Length * 2L, Array.MaxLength)));
        }

        Span<byte> rest = _data.AsSpan(_filled, length - _filled);
        try
        {
            _filled += Disk.Read(segment.Path, _filled, rest);
            _failures = 0;
        }
        catch (IOException error) when (error is FileNotFoundException || (PrivateFile.IsBroken(error) && ++_failures >= Disk.Tries))
        {
            // What lies there is gone for good; anything else (no free handle, a medium that errs for the first time) is for the caller to try again.
            OutboxLog.Unreadable(logger, segment.Path, error.Message);
            _filled += error is FileNotFoundException ? 0 : Disk.ReadAround(rest, segment.Path, _filled);
            _failures = 0;
        }
    }

    private void PassDamage(Segment segment, ulong end)
    {
        if (index.Cursor >= end)
        {
            // Given up by the commit thread meanwhile, which says so itself.
            return;
        }

        ulong next = end;
        int found = SegmentScan.NextRecord(_data.AsSpan(0, _filled), Math.Min(_at, _filled), segment.First, _number);
        RecordId after = default;
        if (found < _filled && RecordFormat.TryRead(_data.AsSpan(found.._filled), segment.First, out RecordFormat.RecordView view) && view.Number < end)
        {
            (next, after, _at) = (view.Number, view.Id, found);
        }
        else
        {
            _at = _filled;
        }

        if (next == _number)
        {
            return;
        }

        OutboxLog.Damaged(logger, segment.Path, next - _number, _number);
        quarantine.Keep(segment.Path);
        bool bounded = _last.Boot != 0 && _last.Boot == after.Boot && after.Sequence > _last.Sequence;
        report(new Gap(
            segment.Lane,
            GapReason.Corrupt,
            next - _number,
            bounded ? new RecordId(_last.Boot, _last.Sequence + 1) : default,
            bounded ? new RecordId(after.Boot, after.Sequence - 1) : default));
        index.Skip(_number, next);
        _number = next;
    }
}
