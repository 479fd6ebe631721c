using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Tests.Vision;

/// <summary>The motion gate on made-up scenes: a street of 640 x 360 with a camera's noise, 5 frames a second.</summary>
public sealed class MotionGateTest : IDisposable
{
    private const int Width = 640, Height = 360;

    private readonly Frame _frame = Pictures.New(Width, Height);
    private readonly MotionGate _gate = new(MotionOptions.Default);
    private readonly Random _random = new(7);
    private readonly float[] _noise;
    private int _number;

    public MotionGateTest() => _noise = [.. Enumerable.Range(0, 1 << 20).Select(_ => 2 * _random.NextSingle() - 1)];

    public void Dispose() => _frame.Dispose();

    [Fact]
    public void Noise_alone_keeps_it_closed()
    {
        for (int i = 0; i < 150; i++)
        {
            Assert.False(Look(noise: 8).Open);
        }
    }

    [Fact]
    public void A_small_person_who_walks_opens_it()
    {
        Quiet(seconds: 10);
        int open = Enumerable.Range(0, 25).Count(step => Look(person: (100 + 4 * step, 200)).Open);
        Assert.True(open >= 23, $"open for {open} of 25 frames");
    }

    [Fact]
    public void It_stays_open_for_the_time_it_is_held_and_then_closes()
    {
        Quiet(seconds: 10);
        for (int i = 0; i < 10; i++)
        {
            Look(person: (100 + 8 * i, 200));
        }

        bool[] after = [.. Enumerable.Range(0, 25).Select(_ => Look().Open)];
        Assert.All(after[..9], Assert.True);
        Assert.All(after[15..], Assert.False);
    }

    [Fact]
    public void A_car_that_parks_becomes_background()
    {
        Quiet(seconds: 10);
        bool[] open = [.. Enumerable.Range(0, 5 * 150).Select(_ => Look(person: (300, 200)).Open)];
        Assert.All(open[1..100], Assert.True);
        Assert.All(open[^50..], Assert.False);
    }

    [Fact]
    public void A_tree_in_the_wind_is_tolerated_after_some_minutes()
    {
        Quiet(seconds: 10);
        bool[] open = [.. Enumerable.Range(0, 5 * 300).Select(i => Look(person: i % 4 < 2 ? (300, 200) : (304, 200)).Open)];
        Assert.Contains(true, open[..50]);
        Assert.All(open[^100..], Assert.False);
    }

    [Theory]
    [InlineData(1.3f, 0)]
    [InlineData(0.7f, 0)]
    [InlineData(1, 30)]
    [InlineData(0.8f, -10)]
    public void Another_light_is_followed(float gain, float offset)
    {
        Quiet(seconds: 10);
        bool[] open = [.. Enumerable.Range(0, 50).Select(_ => Look(gain: gain, offset: offset).Open)];
        Assert.All(open[15..], Assert.False);
    }

    [Fact]
    public void A_person_is_seen_while_the_light_changes()
    {
        Quiet(seconds: 10);
        int open = Enumerable.Range(0, 25).Count(step => Look(person: (100 + 4 * step, 200), gain: 1 + 0.01f * step).Open);
        Assert.True(open >= 23, $"open for {open} of 25 frames");
    }

    [Fact]
    public void Another_scene_is_learnt_at_once()
    {
        Quiet(seconds: 10);
        MotionReading cut = Look(seed: 99);
        Assert.True(cut.SceneChanged);
        Assert.True(cut.Open);
        bool[] open = [.. Enumerable.Range(0, 30).Select(_ => Look(seed: 99).Open)];
        Assert.All(open[15..], Assert.False);
    }

    [Fact]
    public void A_look_is_due_at_first_and_then_at_each_heartbeat()
    {
        int[] due = [.. Enumerable.Range(0, 5 * 31).Where(_ => Look().LookDue)];
        Assert.Equal([0, 50, 100, 150], due);
    }

    [Fact]
    public void Key_frames_alone_are_enough()
    {
        for (int i = 0; i < 20; i++, _number += 9)
        {
            Assert.False(Look().Open);
        }

        _number += 9;
        Assert.True(Look(person: (300, 200)).Open);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        Quiet(seconds: 1);
        Assert.Equal(0, OnnxDetectorTest.Allocated(() => _gate.Look(_frame)));
    }

    private void Quiet(int seconds)
    {
        for (int i = 0; i < 5 * seconds; i++)
        {
            Look();
        }
    }

    /// <summary>Paints a frame and shows it: blocks of grey, a person of 14 x 40 pixels if any, light, noise.</summary>
    private MotionReading Look((int X, int Y)? person = null, float gain = 1, float offset = 0, int noise = 3, int seed = 1)
    {
        int start = _random.Next(_noise.Length - Width);
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = _frame.Luma.Slice(y * Width, Width);
            for (int x = 0; x < Width; x++)
            {
                int grey = 40 + (x / 40 * 7919 + y / 40 * 104729) * seed % 130;
                bool hidden = person is (int left, int top) && x >= left && x < left + 14 && y >= top && y < top + 40;
                row[x] = (byte)Math.Clamp((hidden ? 90 + grey / 4 : grey) * gain + offset + _noise[start + x] * noise, 0, 255);
            }

            start = (start + 4099) % (_noise.Length - Width);
        }

        _frame.At = TimeSpan.FromMilliseconds(200) * _number++;
        return _gate.Look(_frame);
    }
}
