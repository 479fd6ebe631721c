using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Pipeline;

/// <summary>A frame on its way from the first stage to the second.</summary>
/// <param name="Frame">The frame, masks burnt in.</param>
/// <param name="Motion">What the gate said.</param>
/// <param name="Input">The detector's input that it was prepared for, where a look is due.</param>
/// <param name="Picture">What is wrong with the camera's pictures, if anything.</param>
public readonly record struct PreparedFrame(Frame Frame, MotionReading Motion, int Input, PictureCondition Picture);
