using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Appends batches to the newest segment of one lane and makes them durable; only the commit thread calls it. After any error the
/// segment is cut back to what was durable and left for good: after a failed fsync nobody knows what the kernel still holds
/// (Rebello and others, "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
/// </summary>
internal sealed class SegmentWriter(OutboxOptions options, Lane lane, SegmentIndex index, ILogger logger) : IDisposable
{
    private readonly byte[] _header = new byte[SegmentFormat.HeaderBytes];
    private FileStream? _file;
    private Segment? _segment;

    public bool IsWriting(Segment segment) => _segment == segment;

    /// <summary>Makes both parts durable, the gaps first.</summary>
    /// <exception cref="IOException">The disk refused: nothing of it counts as stored.</exception>
    public void Append(Span<byte> gaps, Span<byte> batch)
    {
        if (_segment is not null && _segment.Length + gaps.Length + batch.Length > options.SegmentBytes)
        {
            Seal();
        }

        try
        {
            (FileStream file, Segment segment) = _file is null || _segment is null ? Begin() : (_file, _segment);
            ulong next = RecordFormat.SealAll(gaps, index.Next, segment.First);
            next = RecordFormat.SealAll(batch, next, segment.First);
            bool isNew = segment.Length == 0;
            long length = isNew ? Put(file, _header, 0) : segment.Length;
            length = Put(file, gaps, length);
            length = Put(file, batch, length);
            options.Flush(file.SafeFileHandle);
            if (isNew)
            {
                PrivateFile.FlushFolder(options.Folder);
            }

            index.Publish(segment, length, next);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Abandon();
            throw;
        }
    }

    /// <summary>The segment takes no more: the next batch begins another.</summary>
    public void Seal()
    {
        _file?.Dispose();
        (_file, _segment) = (null, null);
    }

    public void Dispose() => Seal();

    private static long Put(FileStream file, ReadOnlySpan<byte> bytes, long at)
    {
        RandomAccess.Write(file.SafeFileHandle, bytes, at);
        return at + bytes.Length;
    }

    private (FileStream File, Segment Segment) Begin()
    {
        ulong first = index.Next;
        string path = Path.Combine(options.Folder, SegmentFormat.NameOf(lane, first));
        SegmentFormat.Write(_header, lane, first);
        _segment = new Segment(path, lane, first);
        // A file of that name can only be what an abandoned attempt could not delete: nothing in it was ever durable.
        _file = PrivateFile.Open(path, FileMode.Create, FileShare.ReadWrite | FileShare.Delete);
        return (_file, _segment);
    }

    private void Abandon()
    {
        if (_file is not null && _segment is not null)
        {
            try
            {
                RandomAccess.SetLength(_file.SafeFileHandle, _segment.Length);
                if (_segment.Length == 0)
                {
                    File.Delete(_segment.Path);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Readers stop at the durable length and at the next segment's first number: a longer file does no harm.
                OutboxLog.CutFailed(logger, _segment.Path, error.Message);
            }
        }

        Seal();
    }
}
