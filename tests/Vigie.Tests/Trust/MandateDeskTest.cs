using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust;

public sealed class MandateDeskTest : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void What_is_listed_may_run_and_nothing_else()
    {
        _town.Install(_town.Order);
        MandateDesk desk = Desk(out IReadOnlyList<MandateNotice> first);
        Assert.Equal([MandateNoticeKind.TimeTrusted, MandateNoticeKind.InForce], first.Select(notice => notice.Kind));
        Assert.True(desk.Allows("intrusion", "square", out string reason), reason);
        Assert.Contains("does not list it; it lists intrusion", Refused(desk, "loitering", "square"), StringComparison.Ordinal);
        Assert.Equal("no mandate on reims/box-17 names the camera bridge", Refused(desk, "intrusion", "bridge"));
        Assert.True(desk.AllowsClass("person", "square", out _));
        Assert.False(desk.AllowsClass("dog", "square", out reason));
        Assert.Contains("does not list dog", reason, StringComparison.Ordinal);
        Assert.NotNull(desk.MandateOf("square"));
        Assert.Null(desk.MandateOf("bridge"));
    }

    [Fact]
    public void Without_a_mandate_nothing_runs() =>
        Assert.Equal("no mandate is installed on reims/box-17", Refused(Desk(out _), "intrusion", "square"));

    /// <summary>The last second counts, the first after it does not, ticked or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_to_the_second(bool ticked)
    {
        _town.Install(_town.Order with { To = Town.Now.AddSeconds(10) });
        MandateDesk desk = Desk(out _);
        Assert.Equal(Town.Now.AddSeconds(10), desk.Standing.NextChange);
        _town.Clock.Advance(TimeSpan.FromSeconds(9.999));
        IEnumerable<MandateNotice> notices = ticked ? desk.Tick() : [];
        Assert.True(desk.Allows("intrusion", "square", out string reason), reason);
        _town.Clock.Advance(TimeSpan.FromSeconds(0.001));
        notices = notices.Concat(ticked ? desk.Tick() : []);
        Assert.False(desk.Allows("intrusion", "square", out _));
        Assert.Equal(ticked, notices.Any(notice => notice.Kind == MandateNoticeKind.Ended));
    }

    [Fact]
    public void It_begins_to_the_second()
    {
        _town.Install(_town.Order with { From = Town.Now.AddSeconds(10) });
        MandateDesk desk = Desk(out IReadOnlyList<MandateNotice> first);
        Assert.Contains(first, notice => notice.Kind == MandateNoticeKind.Waits);
        _town.Clock.Advance(TimeSpan.FromSeconds(9.999));
        desk.Tick();
        Assert.Contains("begins on", Refused(desk, "intrusion", "square"), StringComparison.Ordinal);
        Assert.True(desk.Foresees("intrusion", "square", out string foreseen), foreseen);
        Assert.False(desk.Foresees("loitering", "square", out _));
        Assert.False(desk.Foresees("intrusion", "bridge", out _));
        _town.Clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(MandateNoticeKind.InForce, Assert.Single(desk.Tick()).Kind);
        Assert.True(desk.Allows("intrusion", "square", out _));
    }

    [Fact]
    public void A_desk_that_nobody_ticks_says_no()
    {
        _town.Install(_town.Order);
        MandateDesk desk = Desk(out _);
        _town.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.False(desk.Allows("intrusion", "square", out _));
        desk.Tick();
        Assert.True(desk.Allows("intrusion", "square", out _));
    }

    [Fact]
    public void A_revocation_acts_at_the_next_tick_and_is_lifted()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        MandateDesk desk = Desk(out _);
        Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 1), out _, out _));
        Assert.Equal(MandateNoticeKind.Stopped, Assert.Single(desk.Tick()).Kind);
        Assert.EndsWith("was revoked", Refused(desk, "intrusion", "square"), StringComparison.Ordinal);
        Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 2, lifts: true), out _, out _));
        Assert.Equal([MandateNoticeKind.Lifted, MandateNoticeKind.InForce], desk.Tick().Select(notice => notice.Kind));
        Assert.True(desk.Allows("intrusion", "square", out _));
    }

    [Fact]
    public void The_end_is_announced_30_7_and_1_days_ahead_once_each()
    {
        _town.Install(_town.Order with { To = Town.Now.AddDays(31) });
        MandateDesk desk = Desk(out _);
        List<(int Hour, string Words)> said = [];
        for (int hour = 1; hour < 31 * 24; hour++)
        {
            _town.Clock.Advance(TimeSpan.FromHours(1));
            said.AddRange(desk.Tick().Where(notice => notice.Kind == MandateNoticeKind.EndsSoon).Select(notice => (hour, notice.Words)));
            if (hour % 100 == 0)
            {
                desk = Desk(out IReadOnlyList<MandateNotice> first);
                Assert.DoesNotContain(first, notice => notice.Kind == MandateNoticeKind.EndsSoon);
            }
        }

        Assert.Equal([24, 24 * 24, 30 * 24], said.Select(notice => notice.Hour));
        Assert.EndsWith("in 1 day or less", said[^1].Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(79, false)]
    [InlineData(80, true)]
    public void The_minimum_precision_must_have_been_measured(int? measured, bool allowed)
    {
        _town.Install(_town.Order with { MinimumPrecision = 80 });
        MandateDesk desk = new(_town.Store, Time(), (_, _) => measured, _town.Clock, out _);
        Assert.Equal(allowed, desk.Allows("intrusion", "square", out string reason));
        Assert.Equal(allowed, reason.Length == 0);
    }

    [Fact]
    public void Without_trusted_time_no_mandate_is_in_date()
    {
        _town.Install(_town.Order);
        MandateDesk desk = new(_town.Store, new TrustedTime(new RealTimeClock(_town.Folder), new TimeWitness(_town.Folder), _town.Clock), (_, _) => null, _town.Clock, out IReadOnlyList<MandateNotice> first);
        Assert.Contains(first, notice => notice.Kind == MandateNoticeKind.TimeLost);
        Assert.Contains("does not know the time for certain", Refused(desk, "intrusion", "square"), StringComparison.Ordinal);
        Assert.Null(desk.Standing.NextChange);
    }

    [Fact]
    public void A_clock_set_back_changes_nothing_and_is_told_once()
    {
        _town.Install(_town.Order with { To = Town.Now.AddSeconds(20) });
        MandateDesk desk = Desk(out _);
        _town.Clock.Set(TimeSpan.FromDays(-3));
        Assert.Equal(MandateNoticeKind.ClockSetBack, Assert.Single(desk.Tick()).Kind);
        Assert.Empty(desk.Tick());
        _town.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(MandateNoticeKind.Ended, Assert.Single(desk.Tick()).Kind);
        Assert.Contains("ended on", Refused(desk, "intrusion", "square"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_process_refused_is_told_once()
    {
        MandateDesk desk = Desk(out _);
        byte[] bad = [1, 2, 3];
        Assert.False(_town.Store.TryInstall(bad, Town.Now, ahead: false, out _, out Refusal? refusal));
        _town.Store.Report(DocumentType.Mandate, bad, refusal, Town.Now);
        MandateNotice notice = Assert.Single(desk.Tick());
        Assert.Equal(MandateNoticeKind.Refused, notice.Kind);
        Assert.Equal("a mandate was refused at 2026-11-24T12:00:00Z: malformed", notice.Words);
        Assert.Empty(desk.Tick());
    }

    [Fact]
    public void What_may_run_is_answered_without_memory()
    {
        _town.Install(_town.Order);
        MandateDesk desk = Desk(out _);
        Assert.True(desk.Allows("intrusion", "square", out _));
        Assert.Equal(0, AllocationMeter.Of(() =>
        {
            for (int asked = 0; asked < 1000; asked++)
            {
                desk.Allows("intrusion", "square", out _);
            }
        }));
    }

    private static string Refused(MandateDesk desk, string kind, string camera)
    {
        Assert.False(desk.Allows(kind, camera, out string reason));
        Assert.NotEmpty(reason);
        return reason;
    }

    private MandateDesk Desk(out IReadOnlyList<MandateNotice> first) => new(_town.Store, Time(), (_, _) => null, _town.Clock, out first);

    // A hub has answered.
    private TrustedTime Time()
    {
        HubTime hub = new(_town.Anchors, "reims/box-17", _town.Folder, _town.Clock);
        Assert.True(hub.TryAnswer(TimeTest.Answer(_town.Hub, hub.Question, _town.Clock.GetUtcNow()), out Refusal? refusal), refusal?.ToString());
        return new TrustedTime(hub, new TimeWitness(_town.Folder), _town.Clock);
    }
}
