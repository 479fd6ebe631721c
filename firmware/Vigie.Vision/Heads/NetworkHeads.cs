using System.Collections.Immutable;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>The heads that the house knows, by their name in <c>$.head.kind</c>.</summary>
internal static class NetworkHeads
{
    private static readonly (string Kind, Func<SettingsReader, NetworkInput, int, INetworkHead> Read)[] Known =
    [
        ("nanodet", NanoDetHead.Read),
        ("yolox", YoloxHead.Read),
        ("yolov5", Yolov5Head.Read),
        ("yolov8", Yolov8Head.Read),
        ("detr", DetrHead.Read),
        ("end-to-end", EndToEndHead.Read),
        ("lpd-yunet", LpdYunetHead.Read),
        ("plate-text", PlateTextHead.Read),
        ("movenet", MoveNetHead.Read),
    ];

    /// <summary>Reads <c>$.head</c> of a manifest; what is wrong goes to the reader's complaints.</summary>
    /// <param name="reader">Stands at <c>$.head</c>.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="labels">How many classes there are.</param>
    internal static INetworkHead Read(SettingsReader reader, NetworkInput input, int labels)
    {
        string[] kinds = [.. Known.Select(entry => entry.Kind)];
        if (!reader.Has("kind"))
        {
            reader.Complain("kind", $"is missing: expected one of {string.Join(", ", kinds.Select(kind => $"\"{kind}\""))}");
        }

        string chosen = reader.Choice("kind", kinds[0], kinds);
        INetworkHead head = Known.First(entry => entry.Kind == chosen).Read(reader, input, labels);
        reader.Finish();
        return head;
    }

    /// <summary>Reads the names of the outputs, which all heads have.</summary>
    internal static IReadOnlyList<string> ReadOutputs(SettingsReader reader)
    {
        IReadOnlyList<string> outputs = reader.Texts("outputs", [], "expected the names of the network's outputs [ \"…\" ]");
        if (!reader.Has("outputs"))
        {
            reader.Complain("outputs", "is missing: expected the names of the network's outputs [ \"…\" ]");
        }

        return outputs;
    }

    /// <summary>Gives each named output its shape; complains where there are more names or fewer.</summary>
    internal static ImmutableArray<NetworkOutput> Shape(SettingsReader reader, IReadOnlyList<string> names, params ReadOnlySpan<ImmutableArray<int>> shapes)
    {
        if (names.Count > 0 && names.Count != shapes.Length)
        {
            reader.Complain("outputs", shapes.Length == 1 ? "expected one output" : $"expected {shapes.Length} outputs");
        }

        ImmutableArray<NetworkOutput>.Builder outputs = ImmutableArray.CreateBuilder<NetworkOutput>(shapes.Length);
        for (int index = 0; index < Math.Min(names.Count, shapes.Length); index++)
        {
            outputs.Add(new NetworkOutput(reader.PathOf($"outputs[{index}]"), names[index], shapes[index]));
        }

        return outputs.ToImmutable();
    }

    /// <summary>Reads the outputs, and the strides that heads with grids have.</summary>
    /// <returns>The strides and the names of the outputs.</returns>
    internal static (int[] Strides, IReadOnlyList<string> Outputs) ReadGrid(SettingsReader reader, int[] usualStrides)
    {
        IReadOnlyList<string> outputs = ReadOutputs(reader);
        if (!reader.TryGet("strides", out System.Text.Json.JsonElement value))
        {
            return (usualStrides, outputs);
        }

        int[] strides = value.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == System.Text.Json.JsonValueKind.Number && item.TryGetInt32(out int stride) ? stride : 0)]
            : [];
        if (strides.Length is 0 or > 8 || strides.Any(stride => stride is < 1 or > 256))
        {
            reader.Complain("strides", "expected one to eight whole numbers from 1 to 256, for example [8, 16, 32]");
            return (usualStrides, outputs);
        }

        return (strides, outputs);
    }
}
