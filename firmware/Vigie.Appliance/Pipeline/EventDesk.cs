using System.Text;
using Vigie.Appliance.Clocks;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Delivery;
using Vigie.Delivery.Projections;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// Where scene events of all cameras become records: numbered, named by the context, encoded, handed to the outbox and, as JSON twins,
/// to a file. One a process, for any thread; a quiet scene never comes here.
/// </summary>
public sealed class EventDesk
{
    private readonly Boot _boot;
    private readonly Outbox? _outbox;
    private readonly TextWriter? _twins;
    private readonly Action<string, string, uint>? _raised;
    private readonly ProjectionDesk? _projections;
    private readonly BoxClock? _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, uint> _lastOfTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Camera, int Signal), EventRecord> _open = [];
    private readonly Dictionary<(int Camera, EventKind Kind, EventPhase Phase), int> _counts = [];
    private ContextRecord _context;
    private ClockStep? _step;
    private bool _contextSent;
    private uint _sequence;
    private long _payloadBytes;

    /// <summary>Opens the desk for one boot.</summary>
    /// <param name="context">What events will refer to; its identity is given when it goes out, before the first event.</param>
    /// <param name="outbox">Takes the records, or null.</param>
    /// <param name="twins">Takes each event's JSON twin, a line each, or null.</param>
    /// <param name="raised">Is told of each signal that began: camera, kind, signal. It must return at once.</param>
    /// <param name="projections">Is told of each record, after it; null where none is switched on.</param>
    /// <param name="clock">What frames are stamped with; null where that is no clock, but a recording.</param>
    public EventDesk(
        ContextRecord context, Outbox? outbox, TextWriter? twins, Action<string, string, uint>? raised = null, ProjectionDesk? projections = null, BoxClock? clock = null)
    {
        (_raised, _projections, _clock) = (raised, projections, clock);
        (_context, _boot, _outbox, _twins) = (context, context.Identity.Boot, outbox, twins);
    }

    /// <summary>Payload bytes of everything that went out.</summary>
    public long PayloadBytes => Interlocked.Read(ref _payloadBytes);

    /// <summary>Events by kind and phase, for example <c>intrusion start</c>, of one camera or of all.</summary>
    /// <param name="camera">Camera number; null: all cameras together.</param>
    public IReadOnlyDictionary<string, int> Count(int? camera = null)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (((int number, EventKind kind, EventPhase phase), int count) in _counts)
            {
                string name = kind == EventKind.Count ? EventKinds.Name(kind) : $"{EventKinds.Name(kind)} {EventPhases.Name(phase)}";
                if (camera is null || camera == number)
                {
                    counts[name] = counts.GetValueOrDefault(name) + count;
                }
            }
        }

        return counts;
    }

    /// <summary>What events refer to from now on: goes out, under the next number, before the next event.</summary>
    /// <param name="context">The new context; number and boot are the desk's to give.</param>
    public void Renew(ContextRecord context)
    {
        lock (_gate)
        {
            int number = _contextSent ? _context.Number + 1 : _context.Number;
            _context = context with { Number = number, Identity = new Identity(_boot, 1, null) };
            _contextSent = false;
        }
    }

    /// <summary>Says what became of the clock. From its number on, events are by the new time; the open signals are told on by it.</summary>
    /// <param name="look">Looks at the clock, while nothing else is numbered; null where there is nothing to say.</param>
    /// <returns>What was said.</returns>
    public ClockNews? SayClock(Func<ClockNews?> look)
    {
        lock (_gate)
        {
            if (look() is not { } news)
            {
                return null;
            }

            ClockRecord record = new()
            {
                Identity = NextIdentity(Topics.ClockName),
                Time = Sound(news.Now),
                Was = news.Step is { } step ? Sound(step.Was) : null,
                Uncertainty = news.Uncertainty,
            };
            Append(Topics.ClockName, record.Identity, record.Encode(_context.Encoding), retain: true);
            if (news.Step is not null)
            {
                _step = news.Step;
                _context = _contextSent ? _context : _context with { Time = Sound(_context.Time + record.Step) };
                foreach ((int, int) signal in _open.Keys.ToArray())
                {
                    _open[signal] = _open[signal] with { Time = Sound(_open[signal].Time + record.Step) };
                }
            }

            return news;
        }
    }

    /// <summary>Numbers, encodes and hands on one event.</summary>
    /// <param name="happened">What a rule said.</param>
    /// <param name="camera">Camera number.</param>
    /// <param name="format">Shape of the camera's frames: boxes go out as fractions of them.</param>
    /// <param name="wall">Wall time of the frame, stamped at capture.</param>
    /// <param name="marks">Marks: a replay's events are laboratory work.</param>
    /// <returns>Payload bytes of the event.</returns>
    public int Publish(in SceneEvent happened, int camera, FrameFormat format, DateTimeOffset wall, EventMarks marks)
    {
        Box box = happened.Box;
        bool isStart = happened.Phase == EventPhase.Start;
        lock (_gate)
        {
            (int Camera, int Signal) signal = (camera, happened.Signal);
            EventRecord record = new()
            {
                Identity = default,
                Context = _context.Number,
                Camera = camera,
                Kind = happened.Kind,
                Phase = happened.Phase,
                Signal = isStart ? 0 : _open[signal].Signal,
                Time = ByTheNewTime(wall),
                Class = isStart && happened.Class > 0 ? happened.Class : null,
                Confidence = happened.Fault is null ? (int)MathF.Round(happened.Confidence * 100) : null,
                Zone = happened.Fault is null ? happened.Zone : null,
                Box = isStart && happened.Fault is null ? BoxPerMille.FromPixels(box.Left, box.Top, box.Right, box.Bottom, format.Width, format.Height) : null,
                Count = EventKinds.Counts(happened.Kind) ? Math.Min(happened.Count, EventRecord.MaximumCount) : null,
                Held = happened.Held > 0 ? Math.Min(happened.Held, EventRecord.MaximumCount) : null,
                Speed = happened is { KilometresAnHour: > 0, Held: 0 } ? (int)Math.Min(Math.Round(happened.KilometresAnHour), EventRecord.MaximumCount) : null,
                Fault = happened.Fault,
                Flags = happened.Outward ? marks | EventMarks.Outward : marks,
            };
            return Send(record, signal);
        }
    }

    /// <summary>Numbers, encodes and hands on what a count came to in an interval of the clock.</summary>
    /// <param name="count">What may be told of it.</param>
    /// <param name="camera">Camera number.</param>
    /// <param name="marks">Marks: a replay's counts are laboratory work.</param>
    public void Publish(IntervalCount count, int camera, EventMarks marks)
    {
        lock (_gate)
        {
            SendContextOnce();
            CountRecord record = new()
            {
                Identity = NextIdentity(Topics.CountName),
                Context = _context.Number,
                Camera = camera,
                Zone = count.Zone,
                Time = count.Interval.From,
                Seconds = (int)count.Interval.Length.TotalSeconds,
                Watched = (int)count.Interval.Watched.TotalSeconds,
                Floor = count.Floor,
                Classes = count.Classes,
                Flags = marks & (EventMarks.Historical | EventMarks.Laboratory),
            };
            Append(Topics.CountName, record.Identity, record.Encode(_context.Encoding, _context), retain: false);
            _projections?.Take(record, _context);
            Tally(camera, EventKind.Count, EventPhase.End, record.Encode(WireEncoding.Json, _context));
        }
    }

    /// <summary>Numbers, encodes and hands on what a rule would have said in its shadow time.</summary>
    /// <param name="shadow">What may be told of it; identity and context are given here.</param>
    /// <returns>Completes when it is durable, at once where there is no outbox.</returns>
    /// <exception cref="OperationCanceledException">By way of the task: the outbox was closed before.</exception>
    public Task PublishAsync(ShadowRecord shadow)
    {
        lock (_gate)
        {
            SendContextOnce();
            shadow = shadow with { Identity = NextIdentity(Topics.ShadowName), Context = _context.Number };
            // Retained: who does not know the topic must not be held up by it.
            Append(Topics.ShadowName, shadow.Identity, shadow.Encode(_context.Encoding, _context), retain: true);
            return _outbox?.FlushAsync() ?? Task.CompletedTask;
        }
    }

    /// <summary>
    /// Ends every signal that a camera has open: its pipeline is gone and cannot say so itself. No signal stays open for ever.
    /// </summary>
    /// <param name="camera">Camera number.</param>
    /// <param name="wall">When it was noticed.</param>
    /// <returns>How many were ended.</returns>
    public int EndOpen(int camera, DateTimeOffset wall)
    {
        lock (_gate)
        {
            (int Camera, int Signal)[] left = [.. _open.Keys.Where(key => key.Camera == camera)];
            foreach ((int Camera, int Signal) signal in left)
            {
                EventRecord last = _open[signal];
                EventRecord end = last with
                {
                    Phase = EventPhase.End,
                    Context = _context.Number,
                    Time = wall > last.Time ? wall : last.Time,
                    Class = null,
                    Box = null,
                    Held = null,
                };
                Send(end, signal);
            }

            return left.Length;
        }
    }

    // A frame that was stamped before the clock was set, and comes through the pipeline after.
    private DateTimeOffset ByTheNewTime(DateTimeOffset wall) => _step is { } step && step.IsBefore(wall, _clock!.GetUtcNow()) ? Sound(wall + step.Length) : wall;

    private static DateTimeOffset Sound(DateTimeOffset time) => time > DateTimeOffset.UnixEpoch ? time : DateTimeOffset.UnixEpoch;

    private int Send(EventRecord record, (int Camera, int Signal) signal)
    {
        SendContextOnce();
        string topic = Topics.EventName(record.Kind);
        Identity identity = NextIdentity(topic);
        record = record with { Identity = identity, Signal = record.Phase == EventPhase.Start ? identity.Sequence : record.Signal };
        byte[] payload = record.Encode(_context.Encoding, _context);
        if (record.Phase == EventPhase.End)
        {
            _open.Remove(signal);
        }
        else
        {
            _open[signal] = record;
        }

        Append(topic, identity, payload, retain: false);
        _projections?.Take(record, _context);
        if (record.Phase == EventPhase.Start)
        {
            _raised?.Invoke(_context.Cameras[record.Camera].Name, EventKinds.Name(record.Kind), record.Signal);
        }

        Tally(record.Camera, record.Kind, record.Phase, record.Encode(WireEncoding.Json, _context));
        return payload.Length;
    }

    private void Tally(int camera, EventKind kind, EventPhase phase, byte[] twin)
    {
        _twins?.WriteLine(Encoding.UTF8.GetString(twin));
        (int, EventKind, EventPhase) count = (camera, kind, phase);
        _counts[count] = _counts.GetValueOrDefault(count) + 1;
    }

    private void SendContextOnce()
    {
        if (_contextSent)
        {
            return;
        }

        _contextSent = true;
        _context = _context with { Identity = NextIdentity(Topics.ContextName) };
        Append(Topics.ContextName, _context.Identity, _context.Encode(), retain: true);
    }

    private Identity NextIdentity(string topic)
    {
        _sequence = _outbox is null ? _sequence + 1 : checked((uint)_outbox.NextSequence());
        Identity identity = new(_boot, _sequence, _lastOfTopic.TryGetValue(topic, out uint previous) ? previous : null);
        _lastOfTopic[topic] = _sequence;
        return identity;
    }

    private void Append(string topic, Identity identity, byte[] payload, bool retain)
    {
        Interlocked.Add(ref _payloadBytes, payload.Length);
        _outbox?.Append(
            Lane.Signals,
            identity.Sequence,
            Encoding.UTF8.GetBytes(topic),
            Encoding.UTF8.GetBytes(ContentTypes.Of(_context.Encoding)),
            payload,
            retain);
    }
}
