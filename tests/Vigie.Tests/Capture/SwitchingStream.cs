using Vigie.Capture.Ffmpeg;

namespace Vigie.Tests.Capture;

/// <summary>Takes what the pump writes, and switches the mode after so many writes: the first is the head, then one a packet.</summary>
internal sealed class SwitchingStream(KeyFrameGate gate, params (int After, DecodeMode Mode)[] switches) : MemoryStream
{
    private int _writes;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer);
        _writes++;
        foreach ((int after, DecodeMode mode) in switches)
        {
            gate.Mode = after == _writes ? mode : gate.Mode;
        }
    }
}
