
namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Identity and Transpose: other ways of looking at the same tensor.</summary>
public static class Views
{
    public static Value Identity(Request request) => request.Inputs switch
    {
        [ConstantValue constant] => constant,
        _ => Narrow(request, request.Stored(0)),
    };

    public static Value Transpose(Request request)
    {
        int[] permutation = request.Constant(1).RequireIntegers();
        int rank = request.Inputs[0] is ConstantValue known ? known.Tensor.Shape.Length : request.Stored(0).Shape.Length;
        if (!Axes.IsPermutation(permutation, rank))
        {
            throw request.Node.Refuse($"[{string.Join(", ", permutation)}] is no permutation of {rank} axes");
        }

        return request.Inputs[0] is ConstantValue constant
            ? new ConstantValue(constant.Tensor.Permute(permutation))
            : Narrow(request, request.Stored(0).Permute(permutation));
    }

    // A tensor has one reader only if every way of looking at it has.
    private static StoredValue Narrow(Request request, StoredValue value) => value with { Sole = value.Sole && request.Sole };
}
