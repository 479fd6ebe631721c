using System.Net;
using System.Net.Sockets;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>A packet that is larger than any may be ends the connection at its header, before memory is taken for it.</summary>
public sealed class PacketGuardTest
{
    private const int Most = 66_560;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("D0 00 D0 00", false)]
    [InlineData("30 03 01 02 03 D0 00", false)]
    [InlineData("30 80 88 04", false)]
    [InlineData("30 81 88 04", true)]
    [InlineData("D0 00 30 FF FF FF 7F", true)]
    [InlineData("30 FF FF FF FF", true)]
    [InlineData("30 02 FF FF 30 81 88 04", true)]
    public void It_reads_along_header_by_header_however_it_comes(string hex, bool refused)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        for (int part = 1; part <= bytes.Length; part++)
        {
            PacketLimit limit = new(Most);
            Assert.Equal(refused, bytes.Chunk(part).Any(chunk => !limit.Passes(chunk)));
        }
    }

    /// <summary>A broker that claims 256 MB: the postman takes no memory for it, says what happened, and comes again.</summary>
    [Fact]
    public async Task A_claim_of_256_MB_takes_no_memory()
    {
        using TcpListener broker = new(IPAddress.Loopback, 0);
        broker.Start();
        await using PostmanBench bench = new(new BrokerAddress("127.0.0.1", ((IPEndPoint)broker.LocalEndpoint).Port));
        using TcpClient box = await broker.AcceptTcpClientAsync(Cancel);
        await AnswerAsync(box);
        long before = GC.GetTotalAllocatedBytes();
        await box.GetStream().WriteAsync(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x01, (byte)'x' }, Cancel);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError?.Contains("larger than any to a box", StringComparison.Ordinal) == true, "it should say so");

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64_000_000);
        using TcpClient again = await broker.AcceptTcpClientAsync(Cancel);
        byte[] connect = await ReadAsync(again);
        // Flags of CONNECT (MQTT 5, section 3.1.2.3): Clean Start, so that the broker forgets what it keeps.
        Assert.Equal(2, connect[9] & 2);
    }

    // CONNACK, then SUBACK: as much of a broker as it takes.
    private static async Task AnswerAsync(TcpClient box)
    {
        byte[] connect = await ReadAsync(box);
        Assert.Equal(0, connect[9] & 2);
        await box.GetStream().WriteAsync(new byte[] { 0x20, 0x03, 0x00, 0x00, 0x00 }, Cancel);
        byte[] subscribe = await ReadAsync(box);
        await box.GetStream().WriteAsync(new byte[] { 0x90, 0x04, subscribe[2], subscribe[3], 0x00, 0x01 }, Cancel);
    }

    private static async Task<byte[]> ReadAsync(TcpClient box)
    {
        byte[] buffer = new byte[4096];
        int read = await box.GetStream().ReadAsync(buffer, Cancel);
        return buffer[..read];
    }
}
