using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>Where the windows of a node lie, by the definitions in TensorFlow's documentation of padding.</summary>
internal sealed record NaiveWindows(int Rows, int Columns, int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] Extent)
{
    public static NaiveWindows Of(GraphNode node, NaiveTensor source, int[] kernel, int[] spatial)
    {
        int[] strides = [.. spatial.Select(axis => node.Integers("strides")[axis])];
        int[] dilations = node.Has("dilations") ? [.. spatial.Select(axis => node.Integers("dilations")[axis])] : [1, 1];
        int[] before = [0, 0], count = [0, 0];
        for (int axis = 0; axis < 2; axis++)
        {
            int length = source.Shape[1 + axis];
            int reach = (kernel[axis] - 1) * dilations[axis] + 1;
            switch (node.Text("padding"))
            {
                case "SAME":
                    count[axis] = (int)Math.Ceiling((double)length / strides[axis]);
                    before[axis] = Math.Max((count[axis] - 1) * strides[axis] + reach - length, 0) / 2;
                    break;
                case "EXPLICIT":
                    int[] amounts = node.Integers("explicit_paddings");
                    before[axis] = amounts[2 * spatial[axis]];
                    count[axis] = (length + before[axis] + amounts[2 * spatial[axis] + 1] - reach) / strides[axis] + 1;
                    break;
                default:
                    count[axis] = (length - reach) / strides[axis] + 1;
                    break;
            }
        }

        return new NaiveWindows(count[0], count[1], kernel, strides, dilations, before, source.Shape[1..3]);
    }

    /// <summary>The places of one window that lie inside the picture.</summary>
    public IEnumerable<(int Row, int Column, int Y, int X)> Inside(int windowRow, int windowColumn)
    {
        for (int row = 0; row < Kernel[0]; row++)
        {
            for (int column = 0; column < Kernel[1]; column++)
            {
                int y = windowRow * Strides[0] - Before[0] + row * Dilations[0];
                int x = windowColumn * Strides[1] - Before[1] + column * Dilations[1];
                if (y >= 0 && y < Extent[0] && x >= 0 && x < Extent[1])
                {
                    yield return (row, column, y, x);
                }
            }
        }
    }
}
