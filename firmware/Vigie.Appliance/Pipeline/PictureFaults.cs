using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Pipeline;

/// <summary>What to tell people of pictures that arrive and show nothing. A stalled stream is another matter: its feed tells of that.</summary>
internal static class PictureFaults
{
    /// <summary>The fault of a condition; null where pictures are good.</summary>
    /// <param name="condition">What is wrong.</param>
    /// <param name="camera">The camera's name.</param>
    public static Fault? Of(PictureCondition condition, string camera) => condition switch
    {
        PictureCondition.Frozen => Of(camera, "its stream runs, but shows the same picture again and again", "Restart the camera; if this comes back, replace it."),
        PictureCondition.Black => Of(camera, "its stream runs, but is black", "Look for a lens cap, light at the place, and the camera's infrared lamp."),
        PictureCondition.Covered => Of(camera, "its stream runs, but shows one even brightness", "Look whether the lens is covered, sprayed or blinded; fog looks the same."),
        _ => null,
    };

    private static Fault Of(string camera, string problem, string remedy) => new(FaultKind.Unavailable, $"camera {camera}", problem, remedy);
}
