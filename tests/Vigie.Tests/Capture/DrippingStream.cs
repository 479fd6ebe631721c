namespace Vigie.Tests.Capture;

/// <summary>A pipe: each read gives as many bytes as it likes, in turn these.</summary>
internal sealed class DrippingStream(byte[] bytes, int[] steps) : MemoryStream(bytes)
{
    private int _next;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, steps[_next++ % steps.Length])]);
}
