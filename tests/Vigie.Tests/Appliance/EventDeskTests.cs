using System.Text.Json;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Appliance;

public sealed class EventDeskTests : IDisposable
{
    private static readonly FrameFormat Format = new(768, 576);
    private static readonly DateTimeOffset Wall = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly StringWriter _twins = new();
    private readonly EventDesk _desk;

    public EventDeskTests()
    {
        _desk = new EventDesk(Context(), null, _twins);
    }

    [Fact]
    public void The_context_takes_the_first_number_and_events_say_what_came_before_on_their_topic()
    {
        Publish(EventPhase.Start, signal: 1);
        Publish(EventPhase.Start, signal: 2);

        JsonElement[] events = Lines();
        Assert.Equal([2, 3], events.Select(one => one.GetProperty("sequence").GetInt32()));
        Assert.False(events[0].TryGetProperty("previous", out _));
        Assert.Equal(2, events[1].GetProperty("previous").GetInt32());
    }

    [Fact]
    public void All_events_of_a_signal_carry_the_number_of_its_start()
    {
        Publish(EventPhase.Start, signal: 7);
        Publish(EventPhase.Start, signal: 8);
        Publish(EventPhase.Update, signal: 7);
        Publish(EventPhase.End, signal: 8);
        Publish(EventPhase.End, signal: 7);

        Assert.Equal([2, 3, 2, 3, 2], Lines().Select(one => one.GetProperty("signal").GetInt32()));
        Assert.Equal(
            ["intrusion end 2", "intrusion start 2", "intrusion update 1"], _desk.Count().Select(one => $"{one.Key} {one.Value}"));
    }

    [Fact]
    public void A_start_with_everything_in_it_stays_within_64_bytes()
    {
        Assert.InRange(Publish(EventPhase.Start, signal: 1), 20, 64);
    }

    [Fact]
    public void Two_cameras_have_their_own_signals_and_one_count_of_sequences()
    {
        Publish(EventPhase.Start, signal: 1);
        Publish(EventPhase.Start, signal: 1, camera: 2);
        Publish(EventPhase.End, signal: 1);
        Publish(EventPhase.End, signal: 1, camera: 2);

        Assert.Equal([2, 3, 2, 3], Lines().Select(one => one.GetProperty("signal").GetInt32()));
        Assert.Equal([2, 3, 4, 5], Lines().Select(one => one.GetProperty("sequence").GetInt32()));
        Assert.Equal(2, _desk.Count(2).Values.Sum());
    }

    [Fact]
    public void What_a_dead_pipeline_left_open_is_ended_once()
    {
        Publish(EventPhase.Start, signal: 1);
        Publish(EventPhase.Update, signal: 1);
        Publish(EventPhase.Start, signal: 1, camera: 2);

        Assert.Equal(1, _desk.EndOpen(1, Wall.AddMinutes(1)));
        Assert.Equal(0, _desk.EndOpen(1, Wall.AddMinutes(2)));

        JsonElement end = Lines()[^1];
        Assert.Equal(("end", 2, "square"), (end.GetProperty("phase").GetString(), end.GetProperty("signal").GetInt32(), end.GetProperty("camera").GetString()));
        Assert.StartsWith("2026-11-24T10:01:00", end.GetProperty("time").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_context_takes_the_next_number_and_an_unused_one_is_replaced()
    {
        _desk.Renew(Context());
        Publish(EventPhase.Start, signal: 1);
        _desk.Renew(Context());
        Publish(EventPhase.End, signal: 1);

        Assert.Equal([1, 2], Lines().Select(one => one.GetProperty("context").GetInt32()));
        Assert.Equal([2, 4], Lines().Select(one => one.GetProperty("sequence").GetInt32()));
    }

    public void Dispose() => _twins.Dispose();

    private int Publish(EventPhase phase, int signal, int camera = 1) => _desk.Publish(
        new SceneEvent(
            EventKind.Intrusion, phase, signal, TimeSpan.FromSeconds(1), 1, ObjectClasses.Person, 0.87f, new Box(10, 20, 60, 170), 3, TimeSpan.Zero),
        camera,
        Format,
        Wall,
        EventMarks.Laboratory);

    private JsonElement[] Lines() =>
        [.. _twins.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    internal static ContextRecord Context() => new()
    {
        Identity = new Identity(new Boot(1, 0xCAFE), 1, null),
        Number = 1,
        Time = Wall,
        Site = "reims",
        Device = "box-17",
        Software = "0.1.0",
        Model = "street",
        ConfigurationHash = new string('a', 64),
        MaskHash = new string('b', 64),
        ModelHash = new string('c', 64),
        Cameras = new Dictionary<int, ContextCamera> { [1] = new("square", new Dictionary<int, string> { [1] = "lawn" }) },
        Classes = new Dictionary<int, string> { [1] = "person" },
        Encoding = WireEncoding.Cbor,
    };
}
