using System.Text.Json;
using Vigie.Chaos.Faults;
using Vigie.Delivery;

namespace Vigie.Chaos.Boxes;

/// <summary>A box from outside: it is started, killed and started again on the same disk.</summary>
internal sealed class BoxProcess(BoxOptions options, Stage stage) : IDisposable
{
    private Child? _child;
    private volatile BoxStatus? _status;

    public BoxOptions Options { get; set; } = options;

    /// <summary>What its process is started with in front: <c>ip netns exec NAME</c>.</summary>
    public string[] Before { get; init; } = [];

    /// <summary>What it said last; null where it has not since it was started.</summary>
    public BoxStatus? Status => _status;

    /// <summary>The longest time from a start to the first durable event.</summary>
    public TimeSpan LongestStart { get; private set; }

    /// <summary>Starts it, and waits until it has durable events.</summary>
    public async Task StartAsync()
    {
        _status = null;
        long before = Told.LengthOf(Options.Told);
        long start = TimeProvider.System.GetTimestamp();
        _child = new Child([.. Before, Environment.ProcessPath!, "box", Options.ToString()], Hear);
        await stage.UntilAsync(() => Told.LengthOf(Options.Told) > before || _child.HasExited, "the box makes events durable");
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        LongestStart = took > LongestStart ? took : LongestStart;
        if (_child.HasExited)
        {
            throw new RowFailure("the box ended by itself: " + _child.Error);
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _child?.Kill();
        _child?.Dispose();
        _child = null;
    }

    public Task ConnectedAsync() => stage.UntilAsync(() => _status is { Connected: true }, "the box reaches its broker");

    public Task HubInForceAsync() => stage.UntilAsync(() => _status is { Hub: not null }, "the box hears the hub");

    public void SetClock(DateTimeOffset now) => Say($"clock {now:O}");

    /// <summary>No more events; ends when all are delivered, or patience ends.</summary>
    /// <returns>How it stood when patience ended; null where all was delivered.</returns>
    public async Task<BoxStatus?> DrainAsync(TimeSpan patience)
    {
        Say("stop");
        long told = -1;
        bool Still()
        {
            bool still = told == Told.LengthOf(Options.Told);
            told = Told.LengthOf(Options.Told);
            return still;
        }

        bool drained = await stage.PatientlyAsync(() => Still() && _status is { Waiting: 0 }, patience);
        BoxStatus? stuck = drained ? null : _status;
        await EndAsync();
        return stuck;
    }

    /// <summary>Ends it in order.</summary>
    public async Task EndAsync()
    {
        if (_child is { } child)
        {
            await child.EndAsync(stage.Stop);
            child.Dispose();
            _child = null;
        }
    }

    /// <summary>What is left on its disk, undelivered. The box must not run.</summary>
    public HashSet<RecordId> Left() => OutboxLook.Left(Path.Combine(Options.State, "outbox"));

    public void Dispose() => Kill();

    private void Say(string line) => (_child ?? throw new InvalidOperationException("The box does not run.")).Say(line);

    private void Hear(string line) => _status = JsonSerializer.Deserialize(line, BoxJson.Default.BoxStatus);
}
