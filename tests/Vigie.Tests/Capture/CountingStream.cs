namespace Vigie.Tests.Capture;

/// <summary>Counts writes, and what the writing thread allocates between them.</summary>
internal sealed class CountingStream : MemoryStream
{
    private readonly AllocationMeter _meter = new(20);

    public int Writes { get; private set; }

    public long LeastAllocated => _meter.Least;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Writes++;
        _meter.Tick();
    }
}
