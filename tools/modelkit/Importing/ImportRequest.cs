namespace Vigie.Modelkit.Importing;

/// <summary>What <c>modelkit import</c> is asked for; what is absent is taken from the network, or is usual for its head.</summary>
/// <param name="File">The ONNX file.</param>
/// <param name="Head">Kind of its head.</param>
/// <param name="Labels">Text file with one class name a line.</param>
/// <param name="Output">The model's folder to be.</param>
/// <param name="Name">The model's name; the folder's where absent.</param>
/// <param name="Licence">Terms of the weights.</param>
/// <param name="Size">Width and height of an input that leaves them open.</param>
/// <param name="Channels">BGR or RGB.</param>
/// <param name="Resize">letterbox, letterbox-top-left or stretch.</param>
/// <param name="Mean">Three numbers.</param>
/// <param name="Deviation">Three numbers.</param>
public sealed record ImportRequest(
    string File,
    string Head,
    string Labels,
    string Output,
    string? Name,
    string? Licence,
    (int Width, int Height)? Size,
    string? Channels,
    string? Resize,
    float[]? Mean,
    float[]? Deviation);
