using Vigie.Chaos.Boxes;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos;

/// <summary>Where one row plays: a folder, and all that was started or mounted in it, taken down in reverse order however it ends.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Stack<Func<ValueTask>> _left = new();

    public Stage(int number, bool thorough, CancellationToken stop)
    {
        (Number, Thorough, Stop) = (number, thorough, stop);
        // The same faults at the same moments, as far as a machine goes.
        Random = new Random(number);
        Folder = Directory.CreateTempSubdirectory("vigie-chaos-").FullName;
        Leave(() => Directory.Delete(Folder, recursive: true));
    }

    /// <summary>The row's number: makes names and addresses its own.</summary>
    public int Number { get; }

    /// <summary>Whether it is the long form.</summary>
    public bool Thorough { get; }

    public CancellationToken Stop { get; }

    public Random Random { get; }

    public string Folder { get; }

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>One of the two, by form.</summary>
    public int Times(int few, int many) => Thorough ? many : few;

    /// <summary>Is disposed when the row ends.</summary>
    public T Keep<T>(T what)
        where T : IDisposable
    {
        Leave(what.Dispose);
        return what;
    }

    /// <summary>Is done when the row ends.</summary>
    public void Leave(Action undo) => _left.Push(() =>
    {
        undo();
        return ValueTask.CompletedTask;
    });

    /// <summary>Starts a receiver, and waits until it listens.</summary>
    public async Task<Receiver> ReceiverAsync(ReceiverOptions options)
    {
        var receiver = new Receiver(options);
        _left.Push(receiver.DisposeAsync);
        await UntilAsync(() => receiver.Connected, "the receiver reaches its broker");
        return receiver;
    }

    /// <summary>A box whose state lies in this stage's folder.</summary>
    public BoxOptions BoxFor(params string[] brokers) => new() { State = this["box"], Told = this["told"], Brokers = brokers };

    public BoxProcess Box(BoxOptions options, params string[] before) =>
        Keep(new BoxProcess(options, this) { Before = before });

    public Task PauseAsync(int from, int to) => Task.Delay(Random.Next(from, to), Stop);

    /// <summary>Waits for what another thread or process does.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        if (!await PatientlyAsync(condition, Patience))
        {
            throw new RowFailure($"{what}: not within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Waits for what another thread or process does; whether it did.</summary>
    public async Task<bool> PatientlyAsync(Func<bool> condition, TimeSpan patience)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(50, Stop);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        while (_left.TryPop(out Func<ValueTask>? undo))
        {
            await undo();
        }
    }
}
