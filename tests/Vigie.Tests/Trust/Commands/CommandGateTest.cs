using Vigie.Contract;
using Vigie.Core;
using Vigie.Tests.Contract;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Commands;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust.Commands;

/// <summary>A command counts once, on one box, within its time, by a key of the right role.</summary>
public sealed class CommandGateTest : IDisposable
{
    private static readonly TimeReading Known = new(true, Town.Now, "");

    private readonly Town _town = new();
    private readonly CommandCounters _counters;
    private readonly CommandGate _gate;

    public CommandGateTest()
    {
        _counters = new CommandCounters(_town.Folder, []);
        _gate = new CommandGate("reims/box-17", _town.Anchors, _counters);
    }

    public void Dispose() => _town.Dispose();

    [Fact]
    public void An_operators_command_is_taken_and_so_is_an_authoritys()
    {
        Assert.True(_gate.TryOpen(_town.Command(CommandAction.Stop, 7), Known, out SignedDocument? document, out CommandRecord? command, out Refusal? refusal), refusal?.ToString());
        Assert.Equal((CommandAction.Stop, 7, "Fair cancelled"), (command.Action, command.Counter, command.Reason));
        Assert.Equal(_town.Operator.Public.Thumbprint, document!.Signer);
        Assert.True(_gate.TryOpen(_town.Command(CommandAction.Ping, 1, _town.Prefecture), Known, out _, out _, out refusal), refusal?.ToString());
    }

    [Fact]
    public void What_is_wrong_is_refused_with_its_reason_and_changes_nothing()
    {
        string before = _town.Content();
        byte[] changed = _town.Command(CommandAction.Stop, 7);
        changed[^40] ^= 1;
        byte[] unknown = [.. new CommandRecord { Action = CommandAction.Ping, Box = "reims/box-17", Counter = 7, Expires = Town.Now }.EncodeBody()];
        unknown[2] = 9;
        (byte[] Bytes, RefusalReason Reason)[] attempts =
        [
            ([], RefusalReason.Malformed),
            ("stop"u8.ToArray(), RefusalReason.Malformed),
            (RemoteSamples.Command.EncodeBody(), RefusalReason.Malformed),
            (new byte[CommandRecord.MaximumBytes + 1], RefusalReason.TooLarge),
            (_town.Command(CommandAction.Stop, 7, Town.Key()), RefusalReason.UnknownKey),
            (_town.Command(CommandAction.Stop, 7, _town.Hub), RefusalReason.WrongRole),
            (_town.Command(CommandAction.Stop, 7, _town.Installer), RefusalReason.WrongRole),
            (_town.Command(CommandAction.Stop, 7, _town.Retired), RefusalReason.KeyNotInDate),
            (changed, RefusalReason.BadSignature),
            (_town.Command(CommandAction.Stop, 7, box: "reims/box-18"), RefusalReason.OtherBox),
            (_town.Command(CommandAction.Stop, 7, life: TimeSpan.Zero), RefusalReason.Expired),
            (_town.Command(CommandAction.Stop, 7, life: -TimeSpan.FromDays(1)), RefusalReason.Expired),
            (_town.Command(CommandAction.Stop, 7, life: TimeSpan.FromHours(2)), RefusalReason.NotYetValid),
            (_town.Operator.Sign(DocumentType.Mandate, RemoteSamples.Command.EncodeBody()), RefusalReason.OtherType),
            (_town.Operator.Sign(DocumentType.Command, [0xA0]), RefusalReason.BadField),
            (_town.Operator.Sign(DocumentType.Command, unknown), RefusalReason.BadField),
        ];
        foreach ((byte[] bytes, RefusalReason reason) in attempts)
        {
            Assert.False(_gate.TryOpen(bytes, Known, out _, out CommandRecord? _, out Refusal? refusal));
            Assert.Equal(reason, refusal.Reason);
        }

        Assert.False(_gate.TryOpen(_town.Command(CommandAction.Stop, 7), new TimeReading(false, Town.Now, "no source"), out _, out _, out Refusal? untimed));
        Assert.Equal(RefusalReason.NoTrustedTime, untimed.Reason);
        Assert.Equal(before, _town.Content());
    }

    [Fact]
    public void What_was_here_before_or_came_late_is_a_replay_over_restarts_too()
    {
        byte[] first = _town.Command(CommandAction.Ping, 10), late = _town.Command(CommandAction.Ping, 9);
        Assert.True(_gate.TryOpen(first, Known, out SignedDocument? document, out CommandRecord? command, out _));
        _counters.Raise(document!.Signer, command.Counter);
        CommandGate again = new("reims/box-17", _town.Anchors, new CommandCounters(_town.Folder, []));
        foreach (CommandGate gate in new[] { _gate, again })
        {
            foreach (byte[] bytes in new[] { first, late })
            {
                Assert.Equal(RefusalReason.Replayed, gate.Foresee(bytes)?.Reason);
                Assert.False(gate.TryOpen(bytes, Known, out _, out _, out Refusal? refusal));
                Assert.Equal(RefusalReason.Replayed, refusal.Reason);
            }

            Assert.Null(gate.Foresee(_town.Command(CommandAction.Ping, 11)));
            // Each key counts for itself.
            Assert.True(gate.TryOpen(_town.Command(CommandAction.Ping, 1, _town.Prefecture), Known, out _, out _, out _));
        }
    }

    /// <summary>The journal still knows what a restored file does not.</summary>
    [Fact]
    public void An_older_state_is_overruled_by_the_journal()
    {
        using JournalBench bench = new();
        using (BoxJournal journal = bench.Open())
        {
            journal.Append(JournalKind.CommandAccepted, JournalDetail.Empty.With("signer", _town.Operator.Public.Thumbprint).With("counter", 10));
            journal.Append(JournalKind.CommandRefused, JournalDetail.Empty.With("signer", _town.Operator.Public.Thumbprint).With("counter", 99));
        }

        CommandCounters counters = new(_town.Folder, JournalReader.Read(bench.Folder, 2));
        Assert.Equal(10, counters.Last(_town.Operator.Public.Thumbprint));
        Assert.Equal(RefusalReason.Replayed, new CommandGate("reims/box-17", _town.Anchors, counters).Foresee(_town.Command(CommandAction.Stop, 10))?.Reason);
    }

    [Theory]
    [InlineData("abc\n")]
    [InlineData("abc -1\n")]
    [InlineData("abc 1\nabc 2\n")]
    [InlineData("abc 1 2\n")]
    public void A_damaged_file_is_said(string content)
    {
        File.WriteAllText(Path.Combine(_town.Folder, "trust", "commands"), content);
        Fault fault = Assert.Throws<Fault>(() => new CommandCounters(_town.Folder, []));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("trust/commands", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What costs no cryptography to refuse is never what would be taken.</summary>
    [Fact]
    public void What_is_foreseen_is_refused_by_the_whole_judgement_too()
    {
        _counters.Raise(_town.Operator.Public.Thumbprint, 10);
        byte[][] all =
        [
            [], new byte[5_000], _town.Command(CommandAction.Ping, 10), _town.Command(CommandAction.Ping, 11), _town.Command(CommandAction.Ping, 11, Town.Key()),
            _town.Command(CommandAction.Ping, 11, _town.Hub), _town.Command(CommandAction.Ping, 11, box: "reims/box-18"),
        ];
        foreach (byte[] bytes in all.Where(bytes => _gate.Foresee(bytes) is not null))
        {
            Assert.False(_gate.TryOpen(bytes, Known, out _, out _, out _));
        }

        Assert.Equal(4, all.Count(bytes => _gate.Foresee(bytes) is not null));
    }
}
