namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Pad and PadV2: owed until a window takes the padding over, or until another operation needs the padded tensor.</summary>
public static class Paddings
{
    public static Value Convert(Request request)
    {
        StoredValue value = request.Stored(0);
        int[] amounts = request.Constant(1).RequireIntegers();
        if (amounts.Length != 2 * value.Shape.Length || amounts.Any(amount => amount < 0))
        {
            throw request.Node.Refuse($"paddings [{string.Join(", ", amounts)}] do not fit {value.Shape.Length} axes");
        }

        float fill = request.Inputs.Length > 2 ? request.Constant(2).RequireFloats()[0] : 0;
        if (value.Padding is { } owed && !owed.Fill.Equals(fill))
        {
            value = request.Builder.Settle(value);
        }

        int[] before = new int[value.Shape.Length];
        int[] after = new int[value.Shape.Length];
        int[] shape = [.. value.Shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            before[axis] = amounts[2 * axis] + (value.Padding?.Before[axis] ?? 0);
            after[axis] = amounts[(2 * axis) + 1] + (value.Padding?.After[axis] ?? 0);
            shape[axis] += amounts[2 * axis] + amounts[(2 * axis) + 1];
        }

        return value with { Shape = shape, Padding = new PendingPadding(before, after, fill), Sole = value.Sole && request.Sole };
    }
}
