using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Add and AddV2: a bias where a constant follows a convolution that nobody else reads, else a sum.</summary>
public static class Additions
{
    public static Value Convert(Request request) => request.Inputs switch
    {
        [StoredValue value, ConstantValue constant] => AddConstant(request, value, constant.Tensor),
        [ConstantValue constant, StoredValue value] => AddConstant(request, value, constant.Tensor),
        _ => AddTensors(request, request.Stored(0), request.Stored(1)),
    };

    private static StoredValue AddConstant(Request request, StoredValue value, ConstantTensor constant)
    {
        int rank = value.Shape.Length;
        if (constant.Shape.Length > rank)
        {
            throw request.Node.Refuse($"adds a constant of {constant.Shape.Length} axes to a tensor of {rank}");
        }

        ConstantTensor full = constant with { Shape = [.. Enumerable.Repeat(1, rank - constant.Shape.Length), .. constant.Shape] };
        if (BiasOf(request, value, full) is { } convolution)
        {
            return FuseBias(request, value, full, convolution);
        }

        StoredValue settled = request.Builder.Settle(value);
        string[] inputs = [settled.Name, request.Builder.Constant(full, settled.Order)];
        return new StoredValue(request.Builder.Emit("Add", inputs, request.Node.Name), Broadcast(request, settled.Shape, full.Shape),
            settled.Order, null, request.Sole);
    }

    private static StoredValue AddTensors(Request request, StoredValue first, StoredValue second)
    {
        if (first.Shape.Length != second.Shape.Length)
        {
            throw request.Node.Refuse($"adds tensors of {first.Shape.Length} and {second.Shape.Length} axes");
        }

        first = request.Builder.Settle(first);
        second = request.Builder.Arrange(request.Builder.Settle(second), first.Order);
        return new StoredValue(request.Builder.Emit("Add", [first.Name, second.Name], request.Node.Name),
            Broadcast(request, first.Shape, second.Shape), first.Order, null, request.Sole);
    }

    private static NodeProto? BiasOf(Request request, StoredValue value, ConstantTensor full)
    {
        if (!value.Sole || value.Padding is not null || request.Builder.Producer(value.Name) is not { OpType: "Conv", Input.Count: 2 } node)
        {
            return null;
        }

        int channel = value.Order[1];
        bool oneValueEachChannel = full.Shape[channel] == value.Shape[channel] && full.Shape.Where((_, axis) => axis != channel).All(extent => extent == 1);
        return oneValueEachChannel ? node : null;
    }

    private static StoredValue FuseBias(Request request, StoredValue value, ConstantTensor bias, NodeProto convolution)
    {
        float[] values = bias.RequireFloats();
        convolution.Input.Add(request.Builder.Constant(bias.Name, values, values.Length));
        return value with { Name = request.Builder.Rename(convolution, request.Node.Name), Sole = request.Sole };
    }

    private static int[] Broadcast(Request request, int[] first, int[] second) =>
        [.. first.Zip(second, (left, right) => left == right || right == 1 ? left : left == 1 ? right
            : throw request.Node.Refuse($"shapes [{string.Join(", ", first)}] and [{string.Join(", ", second)}] do not broadcast"))];
}
