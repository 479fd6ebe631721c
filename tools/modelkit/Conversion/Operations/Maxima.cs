namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>MaxPool. ONNX pads maxima with minus infinity, as TensorFlow's SAME does; other owed padding is paid first.</summary>
public static class Maxima
{
    public static Value Convert(Request request)
    {
        StoredValue pictures = request.Pictures(0);
        int first = WindowGeometry.FirstSpatial(request);
        int[] sizes = request.Node.Integers("ksize");
        if (sizes.Length != 4 || sizes[0] != 1 || sizes[first == 1 ? 3 : 1] != 1)
        {
            throw request.Node.Refuse($"ksize [{string.Join(", ", sizes)}] pools over more than rows and columns");
        }

        WindowGeometry own = WindowGeometry.Of(request, pictures.Shape, sizes[first..(first + 2)], first);
        WindowGeometry windows = own.TakeOver(pictures.Padding, first);
        if (!WindowGeometry.CanTakeOver(pictures.Padding, first, fill => fill <= float.MinValue) || !EachWindowSeesSomething(windows))
        {
            pictures = request.Builder.Settle(pictures);
            windows = own;
        }

        StoredValue arranged = request.Builder.Arrange(pictures, WindowGeometry.ChannelsFirst(first));
        string output = request.Builder.Emit("MaxPool", [arranged.Name], request.Node.Name, windows.ToAttributes());
        int[] shape = [.. pictures.Shape];
        (shape[first], shape[first + 1]) = (own.Output[0], own.Output[1]);
        return new StoredValue(output, shape, arranged.Order, null, request.Sole);
    }

    // ONNX Runtime refuses a pool whose window could lie in the padding altogether.
    private static bool EachWindowSeesSomething(WindowGeometry windows) =>
        windows.Before.Zip(windows.Kernel).All(pair => pair.First < pair.Second)
        && windows.After.Zip(windows.Kernel).All(pair => pair.First < pair.Second);
}
