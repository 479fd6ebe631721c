using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Detectors;

/// <summary>
/// The numbers that go into a network and come out of it, in pinned memory of our own. Two inputs, so that one can be written while
/// the network runs on the other. Outlives the sessions that are bound to it: an input that is prepared stays so when a session is
/// replaced.
/// </summary>
internal sealed class NetworkMemory
{
    /// <summary>How many inputs there are.</summary>
    public const int Inputs = 2;

    /// <summary>Allocates for a manifest's input and the outputs that its head reads.</summary>
    public NetworkMemory(ModelManifest manifest)
    {
        bool bytes = manifest.Input.Element == ElementKind.Pixel;
        ByteInputs = bytes ? Pinned<byte>(manifest.Input.Elements) : [];
        FloatInputs = bytes ? [] : Pinned<float>(manifest.Input.Elements);
        Outputs = [.. manifest.Head.Outputs.Select(output => GC.AllocateArray<float>(output.Elements, pinned: true))];
    }

    /// <summary>Both inputs where the network takes bytes, else empty.</summary>
    public ImmutableArray<byte[]> ByteInputs { get; }

    /// <summary>Both inputs where the network takes floats, else empty.</summary>
    public ImmutableArray<float[]> FloatInputs { get; }

    /// <summary>The outputs in the order of the head.</summary>
    public float[][] Outputs { get; }

    /// <summary>Writes a frame to an input, in bytes or floats, as the network takes it.</summary>
    public void Fill(int input, Letterbox letterbox, Frame frame)
    {
        if (ByteInputs.IsEmpty)
        {
            letterbox.Write(frame, FloatInputs[input].AsSpan());
        }
        else
        {
            letterbox.Write(frame, ByteInputs[input].AsSpan());
        }
    }

    /// <summary>Writes a part of a frame to an input, likewise.</summary>
    /// <returns>False, and nothing written, where the corners are no rectangle that a camera can see.</returns>
    public bool TryFill(int input, PatchSampler sampler, Frame frame, in Quad corners) => ByteInputs.IsEmpty
        ? sampler.TryWrite(frame, corners, FloatInputs[input].AsSpan())
        : sampler.TryWrite(frame, corners, ByteInputs[input].AsSpan());

    /// <summary>Blackens an input and what came of it.</summary>
    public void Forget(int input)
    {
        Array.Clear(ByteInputs.IsEmpty ? FloatInputs[input] : ByteInputs[input]);
        foreach (float[] output in Outputs)
        {
            Array.Clear(output);
        }
    }

    private static ImmutableArray<T[]> Pinned<T>(int length)
        where T : unmanaged => [.. Enumerable.Range(0, Inputs).Select(_ => GC.AllocateArray<T>(length, pinned: true))];
}
