using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// The walk of frames, from pixels to events, on two threads: the caller's prepares the next frame while the pipeline's own looks at the
/// one before it (firmware/decisions/0006-two-threads-a-camera.md). In order, each frame once: the same frames give the same events.
/// </summary>
/// <remarks>A pool needs a frame for whoever captures, the mailbox's capacity, and <see cref="FramesHeld"/>: see <see cref="FramesNeeded"/>.</remarks>
public sealed class CameraPipeline : IDisposable
{
    /// <summary>Frames that a pipeline holds at most.</summary>
    public const int FramesHeld = HandOver.Places;

    private readonly PipelineSteps _steps;
    private readonly PreparationStage _preparation;
    private readonly DetectionStage _detection;
    private readonly AnalyticsSwitch? _analytics;
    private readonly Func<bool>? _mayLook;
    private readonly HandOver _between = new();
    private readonly IdleSwitch _idle = new();
    private readonly Action<DecodeMode>? _decode;
    private readonly Lock _gate = new();
    private Exception? _failure;
    private Mailbox? _frames;
    private Thread? _second;
    private volatile bool _gateOpen;
    private volatile bool _stopping;
    private volatile bool _dead;

    /// <summary>Puts the steps together; the pipeline owns the networks.</summary>
    /// <param name="steps">What a frame walks through.</param>
    /// <param name="desk">Where events go; called on the pipeline's second thread.</param>
    /// <param name="camera">Camera number in events.</param>
    /// <param name="marks">Marks of every event.</param>
    /// <param name="decode">
    /// Is told, on the first thread, what the source has to decode: key frames only when nothing has moved for five seconds, all as soon as
    /// something does (a live feed's <c>Mode</c>). Null: a file, which is decoded whole.
    /// </param>
    /// <param name="analytics">The kill switch: while it is pressed, frames go back to their pool unseen. Null: the box has none.</param>
    /// <param name="mayLook">
    /// Asked before each frame, on either thread: once it says no, nothing is looked at any more and <see cref="Run"/> ends; frames that follow
    /// stay in the mailbox. Null: a file, which may be looked at.
    /// </param>
    public CameraPipeline(
        PipelineSteps steps,
        EventDesk desk,
        int camera,
        EventMarks marks,
        Action<DecodeMode>? decode = null,
        AnalyticsSwitch? analytics = null,
        Func<bool>? mayLook = null)
    {
        (_decode, _mayLook) = (decode, mayLook);
        _steps = steps;
        _preparation = new PreparationStage(steps);
        _detection = new DetectionStage(steps, desk, camera, marks, () => IsForbidden);
        steps.Detector.GaveUp += Die;
        if (steps.Postures is not null)
        {
            steps.Postures.GaveUp += Die;
        }

        _analytics = analytics;
        if (analytics is not null)
        {
            analytics.Changed += OnSwitch;
            OnSwitch(analytics.IsPressed);
        }
    }

    /// <summary>How it stands. From any thread.</summary>
    public PipelineStatus Status => new(
        _detection.Frames, _detection.Inferences, _detection.LooksCloser, _detection.StuckInferences, _detection.LastStuck, _gateOpen,
        _steps.Aim is { IsLost: true } ? PictureCondition.Moved : _steps.Gate.Condition, _dead);

    /// <summary>How each rule stands. From any thread.</summary>
    public ImmutableArray<RuleStanding> Rules => _steps.Rules.Standings;

    /// <summary>How many frames a pool needs that feeds a pipeline: one being captured, those in the mailbox, those here.</summary>
    public static int FramesNeeded(int mailboxCapacity) => 1 + mailboxCapacity + FramesHeld;

    /// <summary>
    /// Walks frames through until the mailbox is complete and empty, nothing may be looked at, or <see cref="Stop"/> is called. Blocks; once in a pipeline's life. Where
    /// it throws, the mailbox is complete: nobody takes from it any more.
    /// </summary>
    /// <param name="frames">Where frames come from. Masked areas are blackened in them.</param>
    /// <param name="sink">Is told what each frame gave, in order, on the second thread.</param>
    /// <exception cref="Exception">
    /// What the mailbox was completed with, after all frames before it; or the first failure on either thread; or a <see cref="Fault"/> of kind
    /// <see cref="FaultKind.Bug"/>, with <see cref="PipelineStatus.Dead"/>, where the network hangs beyond help.
    /// </exception>
    public void Run(Mailbox frames, OutcomeSink sink)
    {
        if (_second is not null)
        {
            throw new InvalidOperationException("A pipeline runs once.");
        }

        _frames = frames;
        _second = new Thread(() => Detect(sink)) { IsBackground = true, Name = "detection" };
        _second.Start();
        try
        {
            Prepare(frames);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        _between.Complete();
        while (!_dead && !_second.Join(TimeSpan.FromMilliseconds(50)))
        {
        }

        if (_failure is not null)
        {
            frames.Complete();
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Ends <see cref="Run"/> behind the frame that is being looked at; frames that wait go back to their pool. From any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _frames?.Complete();
        _between.Complete();
    }

    /// <summary>Ends what is open, when no frame follows. After <see cref="Run"/>.</summary>
    /// <param name="format">Shape of the last frame.</param>
    /// <param name="at">Its presentation time.</param>
    /// <param name="wall">Its wall time.</param>
    public FrameOutcome Finish(FrameFormat format, TimeSpan at, DateTimeOffset wall) => _detection.Finish(format, at, wall);

    /// <summary>Gives the networks back. Not while <see cref="Run"/> runs.</summary>
    public void Dispose()
    {
        _steps.Detector.GaveUp -= Die;
        if (_steps.Postures is not null)
        {
            _steps.Postures.GaveUp -= Die;
        }

        if (_analytics is not null)
        {
            _analytics.Changed -= OnSwitch;
        }

        if (!_dead)
        {
            // Of a dead pipeline a network is still running in there.
            _steps.Detector.Dispose();
            _steps.Postures?.Dispose();
        }
    }

    private bool IsSwitchedOff => _analytics?.IsPressed == true;

    private bool IsOver => _mayLook?.Invoke() == false;

    private bool IsForbidden => IsSwitchedOff || IsOver;

    private void OnSwitch(bool pressed)
    {
        _steps.Detector.Forbidden = pressed;
        if (_steps.Postures is not null)
        {
            _steps.Postures.Forbidden = pressed;
        }
    }

    private void Prepare(Mailbox frames)
    {
        while (_between.TryReserve(out int input) && frames.TryTake(out Frame frame))
        {
            bool handedOver = false;
            try
            {
                if (IsOver)
                {
                    return;
                }

                if (IsSwitchedOff)
                {
                    continue;
                }

                PreparedFrame prepared = _preparation.Process(frame, input);
                _gateOpen = prepared.Motion.Open;
                if (_decode is not null && _idle.Changes(frame.At, prepared.Motion.Open))
                {
                    _decode(_idle.Mode);
                }

                handedOver = _between.Put(prepared);
            }
            finally
            {
                if (!handedOver)
                {
                    frame.Dispose();
                }
            }
        }
    }

    private void Detect(OutcomeSink sink)
    {
        try
        {
            while (_between.TryTake(out PreparedFrame prepared))
            {
                using (prepared.Frame)
                {
                    if (!_stopping && !IsForbidden)
                    {
                        sink(prepared.Frame, _detection.Process(prepared));
                    }
                }

                _between.Free();
            }
        }
        catch (Exception failure)
        {
            // The thread's only way out: Run throws it.
            Fail(failure);
            GiveBack();
        }
    }

    private void GiveBack()
    {
        _between.Free();
        while (_between.TryTake(out PreparedFrame prepared))
        {
            prepared.Frame.Dispose();
            _between.Free();
        }
    }

    private void Die(Fault hopeless)
    {
        _dead = true;
        Fail(hopeless);
    }

    // The first failure is the one to tell. Frames that were handed over before the mailbox's own failure are still looked at.
    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
        }

        _between.Complete();
        _frames!.Complete();
    }
}
