using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Switch;

/// <summary>
/// Keeps the kill switch: presses it at once, then makes the press durable (a restart does not lift it) and journals it; lifts it for a document that a key
/// of the role operator or authority has signed, for this box and this press, after that is journalled. What a command from the broker pressed, another may
/// lift; what was pressed on the box, none.
/// </summary>
public sealed class KillSwitch
{
    private readonly SwitchFile _file;
    private readonly string _box;
    private readonly BoxJournal _journal;
    private readonly DocumentOpener _open;
    private readonly Action _lift;
    private readonly Lock _gate = new();
    private volatile string? _press;
    private volatile bool _byCommand;

    /// <summary>Takes up the state in which the box last ran.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="box">Site and device, <c>SITE/DEVICE</c>.</param>
    /// <param name="journal">The box's journal.</param>
    /// <param name="open">Verifies documents against the box's anchors.</param>
    public KillSwitch(string stateDirectory, string box, BoxJournal journal, DocumentOpener open)
    {
        (_box, _journal, _open) = (box, journal, open);
        _file = new SwitchFile(stateDirectory);
        (_press, _byCommand) = _file.Read() is { } found ? (found.Press, found.ByCommand) : (null, false);
        Analytics = new AnalyticsSwitch(_press is not null, out _lift);
    }

    /// <summary>What pipelines look at.</summary>
    public AnalyticsSwitch Analytics { get; }

    /// <summary>The press that is in force, which a lift must name; none where the switch is not pressed.</summary>
    public string? Press => _press;

    /// <summary>Whether a command from the broker pressed it, so that another may lift it.</summary>
    public bool IsByCommand => _byCommand;

    /// <summary>Presses it: analytics are off when the call begins to wait; it completes when that is durable on disk and in the journal.</summary>
    /// <param name="source">How it was reached.</param>
    /// <param name="reason">Who or why, for the journal.</param>
    /// <param name="cancellation">Ends the wait, not the press.</param>
    /// <exception cref="IOException">The state cannot be written: analytics are off, but a restart would lift it.</exception>
    public async Task PressAsync(SwitchSource source, string reason, CancellationToken cancellation = default)
    {
        // Off first: whatever fails from here on, nobody is looked at.
        Analytics.Press();
        string press;
        lock (_gate)
        {
            Analytics.Press();
            bool byCommand = source == SwitchSource.Command;
            // Each press has a name of its own: a lift that was signed before it does not lift it. A command takes no press on the box into its hands.
            if (_press is null || !byCommand || _byCommand)
            {
                (_press, _byCommand) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), byCommand);
            }

            press = _press;
            _file.Write(press, _byCommand);
        }

        JournalDetail detail = JournalDetail.Empty.With("source", Name(source)).With("reason", reason).With("press", press);
        await _journal.AppendAsync(JournalKind.SwitchPressed, detail, cancellation);
    }

    /// <summary>Lifts it, if the document is the right one; else says why not, journals that, and leaves it pressed.</summary>
    /// <returns>Why not; none where it is lifted.</returns>
    public async Task<Refusal?> LiftAsync(ReadOnlyMemory<byte> document, CancellationToken cancellation = default)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(document.Span));
        Refusal? refusal = Judge(document, out SignedDocument? signed, out SwitchLift? lift);
        if (refusal is not null)
        {
            return await RefuseAsync(refusal, hash, cancellation);
        }

        JournalDetail detail = JournalDetail.Empty
            .With("press", lift!.Press).With("signer", signed!.Signer).With("reason", lift.Reason).With("document", hash);
        await _journal.AppendAsync(JournalKind.SwitchLifted, detail, cancellation);
        return TryLift(lift.Press) ? null : await RefuseAsync(OtherPress(), hash, cancellation);
    }

    /// <summary>Lifts what a command has pressed, for a command that was verified; else says why not. Where nothing is pressed, nothing happens.</summary>
    /// <param name="signer">Thumbprint of the key that signed the command.</param>
    /// <param name="reason">Why, for the journal.</param>
    /// <param name="cancellation">Ends the wait for the journal.</param>
    /// <returns>Why not; none where analytics run again, or did.</returns>
    public async Task<Refusal?> ResumeAsync(string signer, string reason, CancellationToken cancellation = default)
    {
        if (_press is not { } press)
        {
            return null;
        }

        if (!_byCommand)
        {
            return PressedOnBox();
        }

        JournalDetail detail = JournalDetail.Empty.With("press", press).With("signer", signer).With("reason", reason).With("source", "command");
        await _journal.AppendAsync(JournalKind.SwitchLifted, detail, cancellation);
        return TryLift(press) ? null : PressedOnBox();
    }

    // Pressed again while the lift was being journalled: the new press stays.
    private bool TryLift(string press)
    {
        lock (_gate)
        {
            if (_press != press)
            {
                return false;
            }

            _file.Delete();
            (_press, _byCommand) = (null, false);
            _lift();
            return true;
        }
    }

    private async Task<Refusal> RefuseAsync(Refusal refusal, string hash, CancellationToken cancellation)
    {
        JournalDetail why = JournalDetail.Empty.With("why", refusal.Code).With("problem", refusal.Problem).With("document", hash);
        await _journal.AppendAsync(JournalKind.SwitchLiftRefused, why, cancellation);
        return refusal;
    }

    private Refusal? Judge(ReadOnlyMemory<byte> document, out SignedDocument? signed, out SwitchLift? lift)
    {
        lift = null;
        if (!_open(document, SwitchLift.DocumentType, out signed, out Refusal? refusal))
        {
            return refusal;
        }

        if (!SwitchLift.TryDecode(signed.Payload, out lift))
        {
            return new(RefusalReason.BadField, "is no lift of the kill switch", "Sign one with the box, the press and a reason.");
        }

        return true switch
        {
            _ when lift.Box != _box => new(RefusalReason.OtherBox, $"is for the box {lift.Box}, this one is {_box}", "Sign one for this box."),
            _ when _press is null => new(RefusalReason.Replayed, "lifts a kill switch that is not pressed", "Nothing need be done."),
            _ when lift.Press != _press => OtherPress(),
            _ => null,
        };
    }

    private static Refusal OtherPress() =>
        new(RefusalReason.Replayed, "is for another press than the one in force", "Sign one for the press that the status says.");

    private static Refusal PressedOnBox() => new(
        RefusalReason.StoppedElsewhere, "does not lift a kill switch that was pressed on the box", "Lift that press with a signed document (edgectl switch lift).");

    private static string Name(SwitchSource source) => source switch
    {
        SwitchSource.Signal => "signal",
        SwitchSource.Command => "command",
        _ => "contact",
    };
}
