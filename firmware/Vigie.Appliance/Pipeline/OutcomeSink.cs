using Vigie.Core;

namespace Vigie.Appliance.Pipeline;

/// <summary>Is told what each frame gave, in the frames' order, on the pipeline's second thread.</summary>
/// <param name="frame">The frame, masks burnt in; it stays the pipeline's, which gives it back afterwards.</param>
/// <param name="outcome">What it gave; valid during the call.</param>
public delegate void OutcomeSink(Frame frame, FrameOutcome outcome);
