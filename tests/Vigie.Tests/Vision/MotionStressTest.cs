namespace Vigie.Tests.Vision;

/// <summary>What must not open the gate for long, and who must open it all the same.</summary>
public sealed class MotionStressTest : IDisposable
{
    private readonly StreetCamera _camera = new();

    public void Dispose() => _camera.Dispose();

    [Theory]
    [InlineData(0.75f, 0)]
    [InlineData(1.3f, 10)]
    [InlineData(1, -25)]
    public void A_cloud_within_half_a_second_is_over_soon(float gain, float offset)
    {
        _camera.Pass(10);
        bool[] during = _camera.Pass(0.5, camera =>
        {
            camera.Gain += (gain - 1) / 5;
            camera.Offset += offset / 5;
        });
        Assert.All(_camera.Pass(20)[30..], Assert.False);
        Assert.Equal(5, during.Length);
    }

    [Fact]
    public void Exposure_that_drifts_opens_nothing()
    {
        _camera.Pass(5);
        Assert.All(_camera.Pass(30, camera => camera.Gain *= 1.001f), Assert.False);
        Assert.All(_camera.Pass(30, camera => camera.Gain /= 1.002f), Assert.False);
    }

    [Fact]
    public void Infrared_opens_once_and_is_learnt_at_once()
    {
        _camera.Pass(10);
        _camera.Infrared = true;
        _camera.Noise = 5;
        bool[] after = _camera.Pass(10);
        Assert.True(after[0]);
        Assert.All(after[40..], Assert.False);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(200)]
    public void Rain_is_tolerated_soon(int streaks)
    {
        _camera.Pass(10);
        _camera.Rain = streaks;
        bool[] open = _camera.Pass(40);
        Assert.True(Share(open[100..]) <= 0.1, $"open for {Share(open[100..]):P0}");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void Someone_who_walks_in_the_rain_is_seen(int streaks)
    {
        _camera.Rain = streaks;
        _camera.Pass(25);
        Assert.True(Share(_camera.Walk(6, height: 40, contrast: -35, speed: 30)[20..]) >= 0.9);
    }

    [Fact]
    public void Noise_at_night_opens_nothing()
    {
        (_camera.Gain, _camera.Noise) = (0.4f, 8);
        _camera.Pass(3);
        Assert.All(_camera.Pass(60), Assert.False);
    }

    [Fact]
    public void Someone_is_seen_in_that_noise()
    {
        (_camera.Gain, _camera.Noise) = (0.4f, 8);
        _camera.Pass(20);
        Assert.True(Share(_camera.Walk(4, height: 40, contrast: 60, speed: 30)) >= 0.9);
    }

    [Fact]
    public void A_tree_that_sways_is_tolerated_in_minutes()
    {
        _camera.Tree = 3;
        _camera.Pass(180);
        Assert.True(Share(_camera.Pass(30)) <= 0.1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void An_encoder_that_pulses_at_key_frames_opens_nothing(float levels)
    {
        _camera.Pulse = levels;
        _camera.Pass(10);
        double share = Share(_camera.Pass(40));
        Assert.True(share <= 0.05, $"open for {share:P0}");
    }

    [Theory]
    [InlineData(8, 30f)]
    [InlineData(14, 20f)]
    [InlineData(60, 10f)]
    public void Someone_small_or_faint_is_seen(int height, float contrast)
    {
        _camera.Pass(10);
        Assert.True(Share(_camera.Walk(5, height, contrast, speed: 15)[10..]) >= 0.9);
    }

    [Fact]
    public void Someone_who_stops_holds_it_open_for_ten_seconds_at_least()
    {
        _camera.Pass(10);
        _camera.Walk(3, 50, -30, 30);
        Assert.All([.. Enumerable.Range(0, 100).Select(_ => _camera.Look((240, 200, 50, -30)).Open)], Assert.True);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Someone_is_seen_right_after_the_light_changed(bool infrared)
    {
        _camera.Pass(10);
        (_camera.Gain, _camera.Infrared) = (infrared ? 1 : 0.7f, infrared);
        _camera.Pass(3.5);
        Assert.True(Share(_camera.Walk(4, height: 40, contrast: 40, speed: 30)[5..]) >= 0.9);
    }

    [Fact]
    public void Inference_has_its_heartbeat_whatever_the_gate_says()
    {
        TimeSpan[] looks = [.. Enumerable.Range(0, 45 * StreetCamera.Rate).Where(_ => _camera.Look().LookDue).Select(i => TimeSpan.FromSeconds(i / 10.0))];
        Assert.Equal(5, looks.Length);
    }

    private static double Share(bool[] open) => open.Average(one => one ? 1 : 0);
}
