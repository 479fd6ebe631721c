using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Trust.Anchors;
using Vigie.Trust.Commands;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Chaos.Boxes;

/// <summary>The product's own letter box, gate and counters. What passes is noted and not carried out: there is nothing here to stop.</summary>
internal sealed class CommandJudge
{
    private readonly CommandCounters _counters;
    private readonly CommandGate _gate;
    private long _taken;
    private long _refused;

    /// <param name="state">The box's state directory.</param>
    /// <param name="operatorKey">Public key, PEM.</param>
    public CommandJudge(string state, string operatorKey)
    {
        PublicKey key = PublicKey.TryRead(operatorKey, out PublicKey? read) ? read : throw new FormatException("The operator's key is none.");
        var anchors = new TrustAnchors([new Anchor("operator", Role.Operator, key, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)]);
        _counters = new CommandCounters(state, []);
        _gate = new CommandGate($"{Producer.Topics.Site}/{Producer.Topics.Device}", anchors, _counters);
    }

    public LetterBox Letters { get; } = new();

    public CommandCount Count => new(Interlocked.Read(ref _taken), Interlocked.Read(ref _refused), Letters.Dropped);

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await foreach (Letter letter in Letters.Letters.ReadAllAsync(stop))
            {
                Interlocked.Increment(ref Passes(letter) ? ref _taken : ref _refused);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private bool Passes(Letter letter)
    {
        if (letter.IsTooLong || _gate.Foresee(letter.Payload) is not null
            || !_gate.TryOpen(letter.Payload, new TimeReading(true, DateTimeOffset.UtcNow, ""), out SignedDocument? document, out CommandRecord? command, out _))
        {
            return false;
        }

        _counters.Raise(document!.Signer, command.Counter);
        return true;
    }
}
