namespace Vigie.Appliance.Pipeline;

/// <summary>Is told what each frame gave, and at last what a clip's end gave, on the pipeline's second thread or after it.</summary>
/// <param name="outcome">Tracks and events; valid during the call.</param>
public delegate void OutcomeListener(FrameOutcome outcome);
