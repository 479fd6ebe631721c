using Vigie.Core;

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
        PictureCondition.Covered => Of(camera, "its stream runs, but nothing of its view is left", "Look whether the lens is covered, sprayed or blinded; thick fog looks the same."),
        PictureCondition.Defocused => Of(camera, "its stream runs, but its view is out of focus", "Look at the lens: wet, smeared, or its focus was turned."),
        PictureCondition.Moved => Of(
            camera, "its stream shows another view than before", "Look at its picture: do its masks and zones still fit? Set it right, then type vigie camera confirm."),
        _ => null,
    };

    private static Fault Of(string camera, string problem, string remedy) => new(FaultKind.Unavailable, $"camera {camera}", problem, remedy);
}
