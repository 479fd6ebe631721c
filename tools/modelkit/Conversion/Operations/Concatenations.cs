using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>ConcatV2 of tensors: the first operand's order in memory decides, and the axis is mapped to it.</summary>
public static class Concatenations
{
    public static Value Convert(Request request)
    {
        int count = request.Inputs.Length - 1;
        StoredValue first = request.Builder.Settle(request.Stored(0));
        int rank = first.Shape.Length;
        int axis = request.Constant(count).RequireIntegers()[0];
        axis += axis < 0 ? rank : 0;
        if (axis < 0 || axis >= rank)
        {
            throw request.Node.Refuse($"axis {axis} does not exist in a tensor of {rank} axes");
        }

        int[] shape = [.. first.Shape];
        List<string> inputs = [first.Name];
        for (int index = 1; index < count; index++)
        {
            StoredValue next = request.Builder.Arrange(request.Builder.Settle(request.Stored(index)), first.Order);
            if (next.Shape.Length != rank || Enumerable.Range(0, rank).Any(other => other != axis && next.Shape[other] != first.Shape[other]))
            {
                throw request.Node.Refuse($"shapes [{string.Join(", ", first.Shape)}] and [{string.Join(", ", next.Shape)}] do not join along axis {axis}");
            }

            shape[axis] += next.Shape[axis];
            inputs.Add(next.Name);
        }

        string output = request.Builder.Emit("Concat", inputs, request.Node.Name, Attributes.Of("axis", Axes.Inverse(first.Order)[axis]));
        return new StoredValue(output, shape, first.Order, null, request.Sole);
    }
}
