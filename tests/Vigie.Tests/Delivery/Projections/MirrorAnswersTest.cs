using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Delivery.Projections;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>What projections make of a broker that does not answer them.</summary>
public sealed class MirrorAnswersTest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ProjectionBench _bench = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Mirror _mirror;
    private readonly List<TaskCompletionSource<int>> _answers = [];

    public MirrorAnswersTest()
    {
        _mirror = new Mirror(_bench.File, null, NullLogger.Instance, _time);
        _mirror.Keep([new ProjectedMessage("vigie/1/town/box-1/onvif-ej/a", "{}"u8.ToArray(), Retain: true)]);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_connection_that_ends_before_anything_is_said_over_it_is_no_second_strike()
    {
        Send();
        _mirror.Stop();
        _mirror.Stop();
        _mirror.Restart();
        Assert.Null(_mirror.Error);
        Assert.True(_mirror.HasMail);
    }

    [Fact]
    public void Two_that_end_without_an_answer_are()
    {
        Send();
        _mirror.Stop();
        Send();
        _mirror.Stop();
        _mirror.Restart();
        Assert.Contains("rest for ten minutes", _mirror.Error, StringComparison.Ordinal);
        Assert.False(_mirror.HasMail);
    }

    [Fact]
    public void An_answer_is_waited_for_as_long_as_one_to_a_record()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, _mirror.TimeLeft(Patience, _time));
        Send();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(1), _mirror.TimeLeft(Patience, _time));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, _mirror.TimeLeft(Patience, _time));
        _answers[0].SetResult(0);
        Assert.Equal(Timeout.InfiniteTimeSpan, _mirror.TimeLeft(Patience, _time));
    }

    private void Send()
    {
        _mirror.Restart();
        _mirror.Send(
            4,
            _ =>
            {
                _answers.Add(new TaskCompletionSource<int>());
                return _answers[^1].Task;
            },
            _time);
    }
}
