using System.Text;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Delivery;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// Where scene events become records: numbered, named by the context, encoded, handed to the outbox and, as JSON twins, to a file. A quiet
/// scene never comes here. For the pipeline's thread only.
/// </summary>
public sealed class EventDesk
{
    private readonly Topics _topics;
    private readonly Boot _boot;
    private readonly Outbox? _outbox;
    private readonly TextWriter? _twins;
    private readonly Dictionary<string, uint> _lastOfTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<int, uint> _startOfSignal = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private ContextRecord _context;
    private bool _contextSent;
    private uint _sequence;

    /// <summary>Opens the desk for one boot.</summary>
    /// <param name="topics">The device's topics.</param>
    /// <param name="context">What events will refer to; its identity is given when it goes out, before the first event.</param>
    /// <param name="outbox">Takes the records, or null.</param>
    /// <param name="twins">Takes each event's JSON twin, a line each, or null.</param>
    public EventDesk(Topics topics, ContextRecord context, Outbox? outbox, TextWriter? twins)
    {
        _topics = topics;
        _context = context;
        _boot = context.Identity.Boot;
        _outbox = outbox;
        _twins = twins;
    }

    /// <summary>Payload bytes of everything that went out.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Events by kind and phase, for example <c>intrusion start</c>.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Numbers, encodes and hands on one event.</summary>
    /// <param name="happened">What a rule said.</param>
    /// <param name="camera">Camera number.</param>
    /// <param name="format">Shape of the camera's frames: boxes go out as fractions of them.</param>
    /// <param name="wall">Wall time of the frame, stamped at capture.</param>
    /// <param name="marks">Marks: a replay's events are laboratory work.</param>
    /// <returns>Payload bytes of the event.</returns>
    public int Publish(in SceneEvent happened, int camera, FrameFormat format, DateTimeOffset wall, EventMarks marks)
    {
        SendContextOnce();
        string topic = _topics.Event(happened.Kind);
        Identity identity = NextIdentity(topic);
        Box box = happened.Box;
        EventRecord record = new()
        {
            Identity = identity,
            Context = _context.Number,
            Camera = camera,
            Kind = happened.Kind,
            Phase = happened.Phase,
            Signal = SignalOf(happened, identity.Sequence),
            Time = wall,
            Class = happened.Class,
            Confidence = (int)MathF.Round(happened.Confidence * 100),
            Zone = happened.Zone,
            Box = BoxPerMille.FromPixels(box.Left, box.Top, box.Right, box.Bottom, format.Width, format.Height),
            Flags = marks,
        };
        byte[] payload = record.Encode(_context.Encoding, _context);
        Send(topic, identity, payload, retain: false);
        _twins?.WriteLine(Encoding.UTF8.GetString(record.Encode(WireEncoding.Json, _context)));
        string count = $"{EventKinds.Name(happened.Kind)} {EventPhases.Name(happened.Phase)}";
        _counts[count] = _counts.GetValueOrDefault(count) + 1;
        return payload.Length;
    }

    private void SendContextOnce()
    {
        if (_contextSent)
        {
            return;
        }

        _contextSent = true;
        _context = _context with { Identity = NextIdentity(_topics.Context) };
        Send(_topics.Context, _context.Identity, _context.Encode(), retain: true);
    }

    private Identity NextIdentity(string topic)
    {
        _sequence = _outbox is null ? _sequence + 1 : checked((uint)_outbox.NextSequence());
        Identity identity = new(_boot, _sequence, _lastOfTopic.TryGetValue(topic, out uint previous) ? previous : null);
        _lastOfTopic[topic] = _sequence;
        return identity;
    }

    private uint SignalOf(in SceneEvent happened, uint sequence)
    {
        switch (happened.Phase)
        {
            case EventPhase.Start:
                _startOfSignal[happened.Signal] = sequence;
                return sequence;
            case EventPhase.End:
                _startOfSignal.Remove(happened.Signal, out uint ended);
                return ended;
            default:
                return _startOfSignal[happened.Signal];
        }
    }

    private void Send(string topic, Identity identity, byte[] payload, bool retain)
    {
        PayloadBytes += payload.Length;
        _outbox?.Append(
            Lane.Signals,
            identity.Sequence,
            Encoding.UTF8.GetBytes(topic[$"{Topics.Root}/{_topics.Site}/{_topics.Device}/".Length..]),
            Encoding.UTF8.GetBytes(ContentTypes.Of(_context.Encoding)),
            payload,
            retain);
    }
}
