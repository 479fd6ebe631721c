using Vigie.Capture.Matroska;

namespace Vigie.Tests.Capture;

/// <summary>A block with its payload, as tests compare them.</summary>
internal sealed record ReadBlock(TimeSpan At, bool Key, byte[] Payload)
{
    public static List<ReadBlock> All(byte[] stream) => All(new MemoryStream(stream));

    public static List<ReadBlock> All(Stream stream)
    {
        var reader = new MatroskaReader(stream, "test");
        reader.ReadHead();
        return Rest(reader);
    }

    public static List<ReadBlock> Rest(MatroskaReader reader)
    {
        var blocks = new List<ReadBlock>();
        while (reader.TryNextBlock(out MatroskaBlock block))
        {
            byte[] payload = new byte[block.PayloadBytes];
            bool key = reader.ReadPayload(payload);
            blocks.Add(new ReadBlock(block.At, key, payload));
        }

        return blocks;
    }
}
