using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>The heads that the house knows, by their name in <c>$.head.kind</c>.</summary>
internal static class DetectionHeads
{
    private static readonly (string Kind, Func<SettingsReader, NetworkInput, int, IDetectionHead> Read)[] Known =
    [
        ("nanodet", NanoDetHead.Read),
        ("yolox", YoloxHead.Read),
    ];

    /// <summary>Reads <c>$.head</c> of a manifest; what is wrong goes to the reader's complaints.</summary>
    /// <param name="reader">Stands at <c>$.head</c>.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="labels">How many classes there are.</param>
    internal static IDetectionHead Read(SettingsReader reader, NetworkInput input, int labels)
    {
        string[] kinds = [.. Known.Select(entry => entry.Kind)];
        if (!reader.Has("kind"))
        {
            reader.Complain("kind", $"is missing: expected one of {string.Join(", ", kinds.Select(kind => $"\"{kind}\""))}");
        }

        string chosen = reader.Choice("kind", kinds[0], kinds);
        IDetectionHead head = Known.First(entry => entry.Kind == chosen).Read(reader, input, labels);
        reader.Finish();
        return head;
    }

    /// <summary>Reads the strides and outputs that all heads have.</summary>
    /// <returns>The strides and the names of the outputs.</returns>
    internal static (int[] Strides, IReadOnlyList<string> Outputs) ReadGrid(SettingsReader reader, int[] usualStrides)
    {
        IReadOnlyList<string> outputs = reader.Texts("outputs", [], "expected the names of the network's outputs [ \"…\" ]");
        if (!reader.Has("outputs"))
        {
            reader.Complain("outputs", "is missing: expected the names of the network's outputs [ \"…\" ]");
        }

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
