using CsCheck;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class ClusterFramingTest
{
    private static readonly byte[] Head = Ebml.Stream();

    [Fact]
    public void A_framed_packet_reads_as_it_was() =>
        Gen.Select(Gen.Long[-32_768, 1L << 49], Gen.Bool, Gen.Byte.Array[0, 300]).Sample((timestamp, key, payload) =>
        {
            byte[] frame = new byte[ClusterFraming.Bytes];
            ClusterFraming.Write(frame, 1, timestamp, key, payload.Length);

            ReadBlock block = Assert.Single(ReadBlock.All([.. Head, .. frame, .. payload]));

            Assert.Equal(timestamp, block.At.Ticks / TimeSpan.TicksPerMillisecond);
            Assert.Equal(key, block.Key);
            Assert.Equal(payload, block.Payload);
        });

    [Fact]
    public void A_time_before_all_that_matroska_can_say_is_a_fault() => Assert.Throws<Fault>(
        () => ClusterFraming.Write(new byte[ClusterFraming.Bytes], 1, -32_769, true, 0));
}
