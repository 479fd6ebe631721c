using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text;
using Vigie.Appliance.Models;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Trust.Journal;

namespace Vigie.Appliance.Journal;

/// <summary>
/// Where the service says what goes into the journal, and where the journal's head goes out: at start, at stop and every few minutes, through the outbox,
/// retained, so that witnesses get it though nobody subscribes just now. Any thread.
/// </summary>
public sealed class JournalDesk : IDisposable
{
    /// <summary>How often the head goes out when something was written.</summary>
    public static readonly TimeSpan HeadInterval = TimeSpan.FromMinutes(5);

    // What is lost is counted all the time, and written down once a minute.
    private static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    private static readonly byte[] Topic = Encoding.UTF8.GetBytes("journal");
    private static readonly byte[] ContentType = Encoding.UTF8.GetBytes(ContentTypes.Cose);

    private readonly BoxJournal _journal;
    private readonly Outbox? _outbox;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _inForce = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Total, long At)> _counted = new(StringComparer.Ordinal);
    private long _sent;

    /// <summary>Opens the desk.</summary>
    /// <param name="journal">The box's journal; the caller's to dispose of, after the desk.</param>
    /// <param name="outbox">Takes the heads, or null.</param>
    /// <param name="time">For the interval; the system's where null.</param>
    public JournalDesk(BoxJournal journal, Outbox? outbox, TimeProvider? time = null)
    {
        (_journal, _outbox, _time) = (journal, outbox, time ?? TimeProvider.System);
        _timer = _time.CreateTimer(_ => SendHead(), null, HeadInterval, HeadInterval);
    }

    /// <summary>The journal itself, for what must be durable before it happens.</summary>
    public BoxJournal Journal => _journal;

    /// <summary>The box started: durable and signed when this completes, and the head is on its way.</summary>
    /// <param name="software">Version of the software.</param>
    /// <param name="configuration">SHA-256 of the configuration, 64 hexadecimal digits.</param>
    /// <param name="boot">The outbox's boot, by which events are named.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task StartedAsync(string software, string configuration, Boot boot, CancellationToken cancellation = default)
    {
        NoteInForce("configuration", configuration);
        JournalDetail detail = JournalDetail.Empty
            .With("software", software).With("configuration", configuration).With("event-boot", boot.ToString());
        await _journal.AppendAsync(JournalKind.Started, detail, cancellation);
        SendHead();
    }

    /// <summary>
    /// The box stops as asked: durable and signed when this completes, and the head is on its way. A disk that refuses keeps nobody from stopping: the
    /// journal says at its end what it could not keep.
    /// </summary>
    /// <param name="why">Why.</param>
    /// <param name="patience">Ends the wait for the disk.</param>
    public async Task StoppedAsync(string why, CancellationToken patience)
    {
        Task<long> journalled = _journal.AppendAsync(JournalKind.Stopped, JournalDetail.Empty.With("why", why), patience);
        await ((Task)journalled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (journalled.IsCompletedSuccessfully)
        {
            SendHead();
        }
        else if (journalled.Exception?.InnerException is { } error and not Fault { Kind: FaultKind.Exhausted })
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>A configuration is in force: said where it is another than before.</summary>
    /// <param name="hash">SHA-256, 64 hexadecimal digits.</param>
    public void ConfigurationInForce(string hash) => SayChange("configuration", hash, JournalKind.ConfigurationChanged, "hash");

    /// <summary>A configuration was refused.</summary>
    public void ConfigurationRefused(string hash, string problem) => _journal.Append(
        JournalKind.ConfigurationRefused, JournalDetail.Empty.With("hash", hash).With("problem", problem));

    /// <summary>A camera uses a model: said where it is another than before.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="hash">SHA-256 of its weights, 64 hexadecimal digits.</param>
    /// <param name="tellsPostures">Whether it is the one that tells postures: beside it the camera uses another.</param>
    public void ModelInUse(string camera, string model, string hash, bool tellsPostures = false)
    {
        if (NoteInForce($"{(tellsPostures ? "pose" : "model")} {camera}", hash))
        {
            _journal.Append(JournalKind.ModelChanged, JournalDetail.Empty.With("camera", camera).With("model", model).With("hash", hash));
        }
    }

    /// <summary>Installed packages of models are not used.</summary>
    public void ModelsRefused(ImmutableArray<ModelRefusal> refusals)
    {
        foreach (ModelRefusal refusal in refusals)
        {
            _journal.Append(
                JournalKind.ModelRefused, JournalDetail.Empty.With("model", refusal.Model).With("hash", refusal.Package).With("problem", refusal.Problem));
        }
    }

    /// <summary>A signal began. What was seen stays out of the journal.</summary>
    public void SignalRaised(string camera, string kind, uint signal) => _journal.Append(
        JournalKind.SignalRaised, JournalDetail.Empty.With("camera", camera).With("kind", kind).With("signal", signal));

    /// <summary>A rule's shadow time is over.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="rule">The rule's name, or its kind and place.</param>
    /// <param name="signals">Signals that it would have started.</param>
    /// <param name="summary">How often, when and where, in words.</param>
    public void ShadowEnded(string camera, string rule, int signals, string summary) => _journal.Append(
        JournalKind.ShadowEnded, JournalDetail.Empty.With("camera", camera).With("rule", rule).With("signals", signals).With("would", summary));

    /// <summary>A camera gives no pictures, or gives them again.</summary>
    public void CameraIs(string camera, bool back, string why) => _journal.Append(
        back ? JournalKind.CameraBack : JournalKind.CameraLost, JournalDetail.Empty.With("camera", camera).With("why", why));

    /// <summary>A camera shows another view than it was set up for: its picture is masked whole and its rules rest.</summary>
    public void CameraMoved(string camera) => _journal.Append(JournalKind.CameraMoved, JournalDetail.Empty.With("camera", camera));

    /// <summary>Somebody has confirmed a camera's view: durable and signed when this completes.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task CameraConfirmedAsync(string camera, string by, CancellationToken cancellation) => _journal.AppendAsync(
        JournalKind.CameraConfirmed, JournalDetail.Empty.With("camera", camera).With("by", by), cancellation);

    /// <summary>So many frames of a camera were dropped since the start: what is new since the last time is said, once a minute at most.</summary>
    public void FramesDropped(string camera, long total) => SayMore($"frames {camera}", total, more => _journal.Append(
        JournalKind.FramesDropped, JournalDetail.Empty.With("camera", camera).With("count", more)));

    /// <summary>So many events were given up since the start: what is new since the last time is said, once a minute at most.</summary>
    public void EventsLost(long total) => SayMore("events", total, more => _journal.Append(
        JournalKind.EventsLost, JournalDetail.Empty.With("count", more)));

    /// <summary>Sends the head, where it is another than the last time.</summary>
    public void SendHead()
    {
        lock (_gate)
        {
            JournalHead head = _journal.Head;
            if (_outbox is null || head.Record.Number == _sent)
            {
                return;
            }

            if (_outbox.Append(Lane.Signals, _outbox.NextSequence(), Topic, ContentType, head.Message.Span, retain: true))
            {
                _sent = head.Record.Number;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void SayChange(string what, string hash, JournalKind kind, string name)
    {
        if (NoteInForce(what, hash))
        {
            _journal.Append(kind, JournalDetail.Empty.With(name, hash));
        }
    }

    private bool NoteInForce(string what, string hash)
    {
        lock (_gate)
        {
            bool changed = !_inForce.TryGetValue(what, out string? before) || before != hash;
            _inForce[what] = hash;
            return changed;
        }
    }

    private void SayMore(string what, long total, Action<long> say)
    {
        long more;
        lock (_gate)
        {
            (long before, long at) = _counted.GetValueOrDefault(what);
            if (at != 0 && _time.GetElapsedTime(at) < CountInterval)
            {
                return;
            }

            more = total - before;
            // A camera that started anew counts anew.
            _counted[what] = (total, more > 0 ? _time.GetTimestamp() : 0);
        }

        if (more > 0)
        {
            say(more);
        }
    }
}
