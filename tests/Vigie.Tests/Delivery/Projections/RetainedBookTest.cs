using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>A rule that goes while the broker is away is taken back from Home Assistant, however often the box restarts before it is back.</summary>
public sealed class RetainedBookTest : IDisposable
{
    private static readonly WatchedRule Gone = new("north", EventKind.Gathering, "yard", false);

    private static readonly WatchedRule[] Left = [.. ProjectionBench.Rules.Where(rule => rule != Gone)];

    private readonly ProjectionBench _bench = new();
    private readonly Dictionary<string, string> _broker = [];

    public RetainedBookTest()
    {
        Mirror first = Open(ProjectionBench.Rules);
        Connect(first);
        Assert.Empty(TakenBack());
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void It_is_remembered_over_restarts_until_the_broker_has_taken_that_it_went()
    {
        for (int restart = 0; restart < 3; restart++)
        {
            Open(Left);
            Assert.Contains("north\tgathering\tyard\tzone", Book(), StringComparison.Ordinal);
        }

        Connect(Open(Left));

        Assert.Contains(TakenBack(), part => part.Contains("gathering", StringComparison.Ordinal));
        Assert.DoesNotContain("gathering", Book(), StringComparison.Ordinal);
        Assert.DoesNotContain("gathering", string.Join('\n', _broker.Where(kept => kept.Value.Length > 0).Select(kept => kept.Key)), StringComparison.Ordinal);
        Connect(Open(Left));
        Assert.Empty(TakenBack());
    }

    [Fact]
    public void A_connection_that_ends_before_the_answer_leaves_it_in_the_book()
    {
        Mirror second = Open(Left);
        second.Restart();
        second.Send(1000, _ => new TaskCompletionSource<int>().Task, TimeProvider.System);
        second.Settle();
        second.Stop();
        second.Settle();
        Assert.Contains("gathering", Book(), StringComparison.Ordinal);

        Connect(second);
        Assert.DoesNotContain("gathering", Book(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_that_refuses_it_leaves_it_in_the_book()
    {
        Connect(Open(Left), topic => topic == HomeTopics.Discovery(ProjectionBench.Topics) ? 135 : 0);

        Assert.Contains("north\tgathering\tyard\tzone", Book(), StringComparison.Ordinal);
        Assert.DoesNotContain("home/north/gathering", Book(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_comes_back_meanwhile_is_announced_and_in_the_book()
    {
        Mirror mirror = _bench.OpenMirror();
        ProjectionDesk desk = new([ProjectionBench.Home], mirror);
        desk.Configure(Left, ProjectionBench.Time);
        desk.Configure(ProjectionBench.Rules, ProjectionBench.Time);
        Connect(mirror);
        Assert.Empty(TakenBack());
        Assert.Contains("north\tgathering\tyard\tzone", Book(), StringComparison.Ordinal);

        desk.Configure(Left, ProjectionBench.Time);
        Assert.Contains("north\tgathering\tyard\tzone", Book(), StringComparison.Ordinal);
        Say(mirror, _ => 0);
        Assert.DoesNotContain("gathering", Book(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_remembered_over_a_run_without_Home_Assistant()
    {
        new ProjectionDesk([], _bench.OpenMirror(home: false)).Configure(Left, ProjectionBench.Time);
        Connect(Open(Left));

        Assert.Contains(TakenBack(), part => part.Contains("gathering", StringComparison.Ordinal));
    }

    [Fact]
    public void With_all_of_it_taken_away_the_book_is()
    {
        Mirror mirror = _bench.OpenMirror(home: false);
        new ProjectionDesk([], mirror).Configure([], ProjectionBench.Time);
        Connect(mirror);

        Assert.False(File.Exists(_bench.File));
        Assert.All(_broker, kept => Assert.Empty(kept.Value));
    }

    [Fact]
    public void What_the_broker_took_before_more_was_noted_takes_nothing_out_of_the_book()
    {
        RetainedBook book = new(_bench.File, NullLogger.Instance);
        long first = book.Add([], Left, [Gone]), second = book.Add([], Left, [Gone]);
        book.Remove([], first);
        Assert.Contains("gathering\tyard", Book(), StringComparison.Ordinal);
        book.Remove([], second);
        Assert.DoesNotContain("gathering\tyard", Book(), StringComparison.Ordinal);
    }

    private Mirror Open(IEnumerable<WatchedRule> rules)
    {
        Mirror mirror = _bench.OpenMirror();
        new ProjectionDesk([ProjectionBench.Home], mirror).Configure(rules, ProjectionBench.Time);
        return mirror;
    }

    private void Connect(Mirror mirror, Func<string, int>? reason = null)
    {
        mirror.Restart();
        Say(mirror, reason ?? (_ => 0));
    }

    private void Say(Mirror mirror, Func<string, int> reason)
    {
        while (mirror.HasMail)
        {
            mirror.Send(4, message => Task.FromResult(Answer(message, reason(message.Topic))), TimeProvider.System);
            mirror.Settle();
        }
    }

    private int Answer(ProjectedMessage message, int reason)
    {
        if (reason == 0)
        {
            _broker[message.Topic] = Encoding.UTF8.GetString(message.Payload.Span);
        }

        return reason;
    }

    private string Book() => File.ReadAllText(_bench.File);

    // Parts of the discovery that the broker holds which name a platform and nothing else: so Home Assistant removes them.
    private string[] TakenBack()
    {
        using JsonDocument discovery = JsonDocument.Parse(_broker[HomeTopics.Discovery(ProjectionBench.Topics)]);
        return [.. discovery.RootElement.GetProperty("cmps").EnumerateObject().Where(part => part.Value.EnumerateObject().Count() == 1).Select(part => part.Name)];
    }
}
