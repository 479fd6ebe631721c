using Vigie.Contract;
using Vigie.Delivery.Projections;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>Which signals are open is known by their numbers, laboratory work is not projected, and what is of the moment waits for nobody.</summary>
public sealed class ProjectionDeskTest : IDisposable
{
    private readonly ProjectionBench _bench = new();
    private readonly Mirror _mirror;
    private readonly ProjectionDesk _desk;
    private readonly List<ProjectedMessage> _said = [];

    public ProjectionDeskTest()
    {
        _mirror = _bench.OpenMirror();
        _desk = new ProjectionDesk([ProjectionBench.Home, ProjectionBench.Onvif], _mirror);
        _desk.Configure(ProjectionBench.Rules, ProjectionBench.Time);
        _mirror.Restart();
        Say();
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Two_signals_must_both_end_before_a_state_is_off()
    {
        EventRecord one = Take(_bench.Event(EventKind.Intrusion, EventPhase.Start)), other = Take(_bench.Event(EventKind.Intrusion, EventPhase.Start));
        Assert.Contains("\"open\":2", State("home/north/intrusion/yard"), StringComparison.Ordinal);
        Take(_bench.Event(EventKind.Intrusion, EventPhase.End, one.Signal));
        Assert.Contains("\"state\":\"ON\",\"open\":1", State("home/north/intrusion/yard"), StringComparison.Ordinal);
        Assert.Contains($"\"ObjectId\":\"{other.Signal}\"", State("ObjectsInside/&north/intrusion-yard"), StringComparison.Ordinal);
        Take(_bench.Event(EventKind.Intrusion, EventPhase.End, other.Signal));
        Assert.Contains("\"state\":\"OFF\"", State("home/north/intrusion/yard"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_changes_nothing_is_not_said_again()
    {
        EventRecord start = Take(_bench.Event(EventKind.Gathering, EventPhase.Start, count: 5));
        Say();
        Take(_bench.Event(EventKind.Gathering, EventPhase.Update, start.Signal, count: 5));

        Say();
        Assert.DoesNotContain(_said, message => message.Topic.EndsWith("home/north/gathering/yard", StringComparison.Ordinal));
    }

    [Fact]
    public void Laboratory_work_and_what_nobody_announced_are_not_projected()
    {
        Take(_bench.Event(EventKind.Intrusion, EventPhase.Start) with { Flags = EventMarks.Laboratory });
        Take(_bench.Event(EventKind.Line, EventPhase.Start, zone: 2) with { Flags = EventMarks.Laboratory });
        Take(_bench.Event(EventKind.Fall, EventPhase.Start));
        Take(_bench.Event(EventKind.Intrusion, EventPhase.Start, zone: 9));
        _desk.Take(ProjectionBench.Count(2, new Dictionary<int, ClassCounts> { [1] = new() { In = 31, Out = 28 } }) with { Flags = EventMarks.Laboratory }, ProjectionBench.Names);

        Say();
        Assert.Empty(_said);
    }

    [Fact]
    public void A_tamper_is_of_its_fault_alone()
    {
        Take(_bench.Event(EventKind.Tamper, EventPhase.Start));

        Say();
        Assert.Equal(["home/north/tamper/moved", "GlobalSceneChange/AnalyticsService/&north"], _said.Select(message => message.Topic.Split("box-1/")[1].Replace("onvif-ej/VideoSource/", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_of_the_moment_is_dropped_and_counted_where_nobody_is_there_or_too_much_waits()
    {
        for (int crossing = 0; crossing < Mirror.MostMoments + 3; crossing++)
        {
            Take(_bench.Event(EventKind.Line, EventPhase.Start, zone: 2));
        }

        Say();
        Assert.Equal((Mirror.MostMoments, 3L), (_said.Count, _mirror.Dropped));
        _mirror.Stop();
        Take(_bench.Event(EventKind.Line, EventPhase.Start, zone: 2));
        Assert.Equal(4, _mirror.Dropped);
        _mirror.Restart();
        Say();
        Assert.DoesNotContain(_said, message => !message.Retain);
    }

    [Fact]
    public void A_count_stays_over_a_new_configuration_and_goes_with_its_rule()
    {
        _desk.Take(ProjectionBench.Count(2, new Dictionary<int, ClassCounts> { [1] = new() { In = 31, Out = 28 } }), ProjectionBench.Names);
        Assert.Contains("\"Count\":59", State("Counter/&north/count-gate"), StringComparison.Ordinal);
        _desk.Configure(ProjectionBench.Rules.Take(6), ProjectionBench.Time);

        Say();
        Assert.DoesNotContain(_said, message => message.Topic.EndsWith("count-gate", StringComparison.Ordinal));
        Assert.Contains(_said, message => message.Topic.EndsWith("GlobalSceneChange/AnalyticsService/&north", StringComparison.Ordinal) && message.Payload.IsEmpty);
        _desk.Configure([], ProjectionBench.Time);
        Assert.Empty(State("Counter/&north/count-gate"));
    }

    [Fact]
    public void A_book_that_is_damaged_is_said_so_and_begun_anew()
    {
        File.WriteAllText(_bench.File, "vigie/1/a\nhalf\ta line\n");
        LogBook log = new();

        Mirror mirror = new(_bench.File, null, log, TimeProvider.System);
        new ProjectionDesk([ProjectionBench.Onvif], mirror).Configure(ProjectionBench.Rules, ProjectionBench.Time);

        Assert.Contains(log.All, line => line.Contains("'half\ta line' is no line of it", StringComparison.Ordinal));
        Assert.Contains("north\tintrusion\tyard\tzone", File.ReadAllText(_bench.File), StringComparison.Ordinal);
    }

    private EventRecord Take(EventRecord happened)
    {
        _desk.Take(happened, ProjectionBench.Names);
        return happened;
    }

    private void Say()
    {
        _said.Clear();
        SayMore();
    }

    private void SayMore()
    {
        for (int before = -1; before < _said.Count;)
        {
            before = _said.Count;
            _mirror.Settle();
            _mirror.Send(
                1000,
                message =>
                {
                    _said.Add(message);
                    return Task.FromResult(0);
                },
                TimeProvider.System);
        }
    }

    private string State(string end)
    {
        SayMore();
        return ProjectionBench.Text(_said.Last(message => message.Topic.EndsWith(end, StringComparison.Ordinal)));
    }
}
