using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Modelkit.PostTraining;

/// <summary>A picture as a network takes it.</summary>
internal static class PictureTensor
{
    /// <summary>Makes it; whoever asked disposes of it.</summary>
    public static OrtValue Of(NetworkInput input, Frame frame)
    {
        Letterbox letterbox = new(input);
        long[] shape = [.. input.Shape.Select(side => (long)side)];
        if (input.Element == ElementKind.Pixel)
        {
            byte[] bytes = new byte[input.Elements];
            letterbox.Write(frame, bytes.AsSpan());
            return OrtValue.CreateTensorValueFromMemory(bytes, shape);
        }

        float[] floats = new float[input.Elements];
        letterbox.Write(frame, floats.AsSpan());
        return OrtValue.CreateTensorValueFromMemory(floats, shape);
    }
}
