using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Remote;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Tests.Delivery;
using Vigie.Tests.Trust;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Appliance;

/// <summary>One desk for what a broker sends: verified like a file, journalled taken or refused, answered only to who has a key.</summary>
public sealed class RemoteDeskTests : IAsyncDisposable
{
    private readonly Town _town = new();
    private readonly LetterBox _letters = new();
    private readonly List<ResultRecord> _said = [];
    private BoxTrust _trust;
    private RemoteDesk _desk;

    public RemoteDeskTests() => (_trust, _desk) = Open();

    private string Journal => Path.Combine(_town.Folder, "journal");

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _trust.Dispose();
        _town.Dispose();
    }

    [Fact]
    public async Task A_ping_and_a_status_are_answered_and_journalled()
    {
        byte[] ping = _town.Command(CommandAction.Ping, 1);
        await CommandAsync(ping);
        await CommandAsync(_town.Command(CommandAction.Status, 2));

        Assert.Equal([(CommandAction.Ping, true, 1L), (CommandAction.Status, true, 2L)], _said.Select(result => (result.Action!.Value, result.Done, result.Counter!.Value)));
        Assert.True(SignedDocument.TryReadUnverified(ping, DocumentType.Command, out SignedDocument? document, out _));
        Assert.Equal(document.Hash, _said[0].Document);
        Assert.Null(_said[0].Health);
        Assert.Equal("""{"state":"running"}""", _said[1].Health);
        JournalEntry[] accepted = [.. Entries(JournalKind.CommandAccepted)];
        Assert.Equal(["ping", "status"], accepted.Select(entry => entry.Detail.Text("action")));
        Assert.Equal(_town.Operator.Public.Thumbprint, accepted[0].Detail.Text("signer"));
        Assert.Equal(2, _desk.Accepted);
    }

    [Fact]
    public async Task A_stop_acts_at_once_outlives_a_restart_and_a_resume_lifts_it()
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan? acted = null;
        _trust.Switch.Analytics.Changed += pressed => acted ??= watch.Elapsed;
        await CommandAsync(_town.Command(CommandAction.Stop, 1));
        TestContext.Current.TestOutputHelper!.WriteLine($"verified and off after {acted!.Value.TotalMilliseconds:0.0} ms, journalled after {watch.Elapsed.TotalMilliseconds:0.0} ms");
        Assert.True(_trust.Switch.Analytics.IsPressed);
        await RestartAsync();
        Assert.True(_trust.Switch.Analytics.IsPressed);

        await CommandAsync(_town.Command(CommandAction.Stop, 1));
        await CommandAsync(_town.Command(CommandAction.Resume, 2));
        Assert.False(_trust.Switch.Analytics.IsPressed);
        await CommandAsync(_town.Command(CommandAction.Stop, 1));
        Assert.False(_trust.Switch.Analytics.IsPressed);

        JournalKind[] expected = [JournalKind.SwitchPressed, JournalKind.CommandAccepted, JournalKind.CommandRefused, JournalKind.SwitchLifted];
        Assert.Equal(
            [
                JournalKind.SwitchPressed, JournalKind.CommandAccepted, JournalKind.CommandRefused, JournalKind.CommandAccepted, JournalKind.SwitchLifted, JournalKind.CommandRefused,
            ],
            Entries(expected).Select(entry => entry.Kind));
        Assert.Contains("Operator: Fair cancelled", Entries(JournalKind.SwitchPressed).Single().Detail.Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resume_does_not_lift_what_was_pressed_on_the_box()
    {
        await _trust.Switch.PressAsync(Vigie.Trust.Switch.SwitchSource.Signal, "SIGUSR1", TestContext.Current.CancellationToken);
        await CommandAsync(_town.Command(CommandAction.Resume, 1));
        await CommandAsync(_town.Command(CommandAction.Stop, 2));
        await CommandAsync(_town.Command(CommandAction.Resume, 3));

        Assert.True(_trust.Switch.Analytics.IsPressed);
        Assert.Equal([false, true, false], _said.Select(result => result.Done));
        Assert.Contains("was pressed on the box", _said[0].Words, StringComparison.Ordinal);
        Assert.All(Entries(JournalKind.CommandRefused), entry => Assert.Equal("stopped-elsewhere", entry.Detail.Text("why")));
    }

    [Fact]
    public async Task Only_who_has_a_key_is_told_and_everybody_is_journalled()
    {
        await CommandAsync(_town.Command(CommandAction.Stop, 1, Town.Key()));
        await CommandAsync("stop"u8.ToArray());
        await _desk.TakeAsync(new Letter("health", "x"u8.ToArray(), 1));
        await _desk.TakeAsync(new Letter(Topics.CommandName, ReadOnlyMemory<byte>.Empty, 268_435_455));
        Assert.Empty(_said);
        await CommandAsync(_town.Command(CommandAction.Stop, 1, _town.Hub));
        await CommandAsync(_town.Command(CommandAction.Stop, 1, box: "reims/box-18"));
        await CommandAsync(_town.Command(CommandAction.Stop, 1, life: -TimeSpan.FromSeconds(1)));

        Assert.False(_trust.Switch.Analytics.IsPressed);
        Assert.Equal(["other-box", "expired"], _said.Select(result => result.Words!.Split(':')[0]));
        Assert.Equal(
            ["unknown-key", "malformed", "other-topic", "too-large", "wrong-role", "other-box", "expired"],
            Entries(JournalKind.CommandRefused).Select(entry => entry.Detail.Text("why")));
    }

    /// <summary>10,000 replays: none acts, each is journalled by itself or among those that were counted.</summary>
    [Fact]
    public async Task Ten_thousand_replays_are_all_refused_and_all_accounted_for()
    {
        const int Replays = 10_000;
        byte[][] old = [.. Enumerable.Range(1, 50).Select(counter => _town.Command(counter % 2 == 0 ? CommandAction.Stop : CommandAction.Ping, counter))];
        await CommandAsync(_town.Command(CommandAction.Ping, 100));
        for (int replay = 0; replay < Replays; replay++)
        {
            await CommandAsync(old[replay * 7 % old.Length]);
        }

        await _desk.DisposeAsync();
        Assert.False(_trust.Switch.Analytics.IsPressed);
        Assert.Equal((1, Replays), (_desk.Accepted, _desk.Refused));
        JournalEntry[] refused = [.. Entries(JournalKind.CommandRefused)];
        Assert.Equal(Replays, refused.Sum(entry => entry.Detail.Number("count") ?? 1));
        Assert.All(refused, entry => Assert.True(entry.Detail.Text("why") == "replayed" || entry.Detail.Number("replayed") > 0));
        Assert.InRange(refused.Length, RefusalBook.Burst, 2 * RefusalBook.Burst);
    }

    /// <summary>Somebody who knows a key's thumbprint and has not the key: only so many signatures are checked, and a replay costs none.</summary>
    [Fact]
    public async Task A_flood_of_forgeries_costs_a_bounded_number_of_verifications()
    {
        byte[] forged = _town.Command(CommandAction.Stop, 1);
        forged[^1] ^= 1;
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            await CommandAsync(forged);
        }

        await _desk.DisposeAsync();
        Assert.False(_trust.Switch.Analytics.IsPressed);
        JournalEntry[] refused = [.. Entries(JournalKind.CommandRefused)];
        Assert.Equal(1_000, refused.Sum(entry => entry.Detail.Number("count") ?? 1));
        Assert.InRange(refused.Sum(entry => entry.Detail.Number("too-many") ?? 0), 900, 990);
    }

    [Fact]
    public async Task What_found_no_room_is_counted_too()
    {
        Assert.True(Topics.TryCreate("reims", "box-17", out Topics? topics, out _));
        byte[] ping = _town.Command(CommandAction.Ping, 1);
        for (int letter = 0; letter < LetterBox.Room + 30; letter++)
        {
            _letters.Post(topics, topics.Command, new System.Buffers.ReadOnlySequence<byte>(ping));
        }

        _desk.Start();
        await Eventually.IsTrueAsync(() => _desk.Refused >= LetterBox.Room - 1, "what waits should be taken");
        await _desk.DisposeAsync();

        Assert.Equal((1, LetterBox.Room - 1 + 30), (_desk.Accepted, _desk.Refused));
        Assert.Equal(30, Entries(JournalKind.CommandRefused).Sum(entry => entry.Detail.Number("unread") ?? 0));
    }

    [Fact]
    public async Task A_revocation_stops_the_mandate_as_a_file_does_and_comes_again_unsaid()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        _trust.Orders.Tick();
        Assert.True(_trust.Orders.Permit.Allows("intrusion", "square", out string reason), reason);
        byte[] stop = _town.Revoking(mandate.Hash, 1);
        await _desk.TakeAsync(new Letter(Topics.RevocationName, stop, stop.Length));
        await _desk.TakeAsync(new Letter(Topics.RevocationName, stop, stop.Length));
        byte[] forged = _town.Revoking(mandate.Hash, 2, lifts: true, _town.Operator);
        await _desk.TakeAsync(new Letter(Topics.RevocationName, forged, forged.Length));
        await _desk.TakeAsync(new Letter(Topics.RevocationName, "x"u8.ToArray(), 1));
        await _desk.TakeAsync(new Letter(Topics.RevocationName, ReadOnlyMemory<byte>.Empty, 0));
        _trust.Orders.Tick();

        Assert.False(_trust.Orders.Permit.Allows("intrusion", "square", out _));
        ResultRecord result = Assert.Single(_said);
        Assert.Equal((true, null, null), (result.Done, result.Action, result.Counter));
        Assert.Contains("is stopped: Fair cancelled", result.Words, StringComparison.Ordinal);
        Assert.Equal(["wrong-role", "malformed"], Entries(JournalKind.DocumentRefused).Select(entry => entry.Detail.Text("why")));
        Assert.Single(Entries(JournalKind.MandateRevoked));
    }

    [Fact]
    public async Task Questions_are_answered_so_often_and_stops_always()
    {
        for (int counter = 1; counter <= 30; counter++)
        {
            await CommandAsync(_town.Command(CommandAction.Ping, counter));
        }

        await CommandAsync(_town.Command(CommandAction.Stop, 31));
        Assert.True(_trust.Switch.Analytics.IsPressed);
        Assert.Equal(20, _said.Count(result => result is { Done: true, Action: CommandAction.Ping }));
        Assert.Equal(10, _said.Count(result => result is { Done: false } && result.Words!.StartsWith("too-many", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_stops_no_stop()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root writes everywhere");
        string folder = Path.Combine(_town.Folder, "trust");
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await CommandAsync(_town.Command(CommandAction.Stop, 1));
            Assert.True(_trust.Switch.Analytics.IsPressed);
            Assert.Contains("not-kept", Assert.Single(_said).Words, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task CommandAsync(byte[] bytes) => _desk.TakeAsync(new Letter(Topics.CommandName, bytes, bytes.Length));

    private async Task RestartAsync()
    {
        await _desk.DisposeAsync();
        _trust.Dispose();
        (_trust, _desk) = Open();
    }

    private (BoxTrust Trust, RemoteDesk Desk) Open()
    {
        BoxTrust trust = BoxTrust.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, NullLoggerFactory.Instance, _town.Clock);
        _town.Answer();
        trust.Orders.Tick();
        Assert.True(trust.Orders.Desk.Standing.Time.Trusted);
        ResultSender results = new(Hear, WireEncoding.Json, () => Encoding.UTF8.GetBytes("""{"state":"running"}"""), _town.Clock);
        return (trust, new RemoteDesk(trust, _town.Folder, _letters, results, NullLogger.Instance, _town.Clock));
    }

    private bool Hear(OutboxMessage message)
    {
        Assert.Equal(Topics.ResultName, message.Topic);
        Assert.True(ResultRecord.TryDecode(message.Payload, WireEncoding.Json, out ResultRecord? result, out string problem), problem);
        _said.Add(result);
        return true;
    }

    private IEnumerable<JournalEntry> Entries(params JournalKind[] kinds)
    {
        _trust.Journal.AppendAsync(JournalKind.PictureViewed).GetAwaiter().GetResult();
        return JournalReader.Read(Journal).Where(entry => kinds.Contains(entry.Kind));
    }
}
