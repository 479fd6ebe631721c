using System.Buffers.Binary;
using Vigie.Delivery;

namespace Vigie.Chaos.Boxes;

/// <summary>
/// The file in which a box notes each event once its outbox has told it to be durable, or has refused it: 16 bytes each. It is
/// written without a flush: the machine lives on, only boxes and their disks die.
/// </summary>
internal sealed class Told(string path) : IDisposable
{
    private const int WordBytes = 16;
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Note(ulong boot, IReadOnlyCollection<uint> sequences)
    {
        byte[] words = new byte[WordBytes * sequences.Count];
        int at = 0;
        foreach (uint sequence in sequences)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(at), boot);
            BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(at + 8), sequence);
            at += WordBytes;
        }

        _file.Write(words);
    }

    /// <summary>All names in it. A word that a kill tore is none.</summary>
    public static HashSet<RecordId> Read(string path)
    {
        HashSet<RecordId> names = [];
        if (!File.Exists(path))
        {
            return names;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] word = new byte[WordBytes];
        while (file.ReadAtLeast(word, WordBytes, throwOnEndOfStream: false) == WordBytes)
        {
            names.Add(new RecordId(BinaryPrimitives.ReadUInt64LittleEndian(word), (uint)BinaryPrimitives.ReadUInt64LittleEndian(word.AsSpan(8))));
        }

        return names;
    }

    /// <summary>Bytes so far: it only grows.</summary>
    public static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length / WordBytes * WordBytes : 0;

    /// <summary>What was noted after a power cut was noted in a future that never came.</summary>
    public static void Forget(string path, long after)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(after);
    }

    public void Dispose() => _file.Dispose();
}
