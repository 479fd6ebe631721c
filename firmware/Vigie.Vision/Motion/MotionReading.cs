namespace Vigie.Vision.Motion;

/// <summary>What the motion gate says of one frame.</summary>
/// <param name="Open">Something moves, or did within the time that the gate is held open.</param>
/// <param name="LookDue">The detector should look at this frame: the gate is open, or it is time to look anyway.</param>
/// <param name="Moving">Part of the picture that moves, 0 to 1.</param>
/// <param name="SceneChanged">The whole picture changed at once (cut, camera turned, lights out): the background was learnt anew.</param>
public readonly record struct MotionReading(bool Open, bool LookDue, float Moving, bool SceneChanged);
