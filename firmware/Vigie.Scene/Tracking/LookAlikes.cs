namespace Vigie.Scene.Tracking;

/// <summary>
/// Classes that detectors take for each other from frame to frame. Association must not hang on which of them a frame says, or a
/// lorry becomes a new object each time it is called a car; a person and the bicycle under them, which overlap as much, stay apart.
/// </summary>
internal static class LookAlikes
{
    private const int Bicycle = 2, Car = 3, Motorcycle = 4, Bus = 6, Truck = 8;

    /// <summary>The class that stands for all that look like this one.</summary>
    public static int GroupOf(int objectClass) => objectClass switch
    {
        Bicycle or Motorcycle => Bicycle,
        Car or Bus or Truck => Car,
        _ => objectClass,
    };
}
