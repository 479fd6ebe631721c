using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

public sealed class TrackerTest
{
    private const int Person = ObjectClasses.Person;

    private static readonly Gen<Detection> AnyDetection =
        from left in Gen.Float[0, 200]
        from top in Gen.Float[0, 200]
        from width in Gen.Float[5, 60]
        from height in Gen.Float[5, 60]
        from objectClass in Gen.Int[0, 3].Select(i => new[] { 1, 2, 3, 8 }[i])
        from score in Gen.Float[0.05f, 1]
        select new Detection(Box.FromSize(left, top, width, height), objectClass, score);

    private static readonly Gen<Detection[][]> AnyFilm = AnyDetection.Array[0, 12].Array[1, 20];

    [Fact]
    public void The_order_of_detections_does_not_matter() => AnyFilm.Sample(film =>
        Assert.Equal(Run(film), Run([.. film.Select(frame => frame.Reverse().ToArray())])));

    [Fact]
    public void The_same_film_gives_the_same_tracks() => AnyFilm.Sample(film => Assert.Equal(Run(film), Run(film)));

    [Fact]
    public void Numbers_count_up_from_1_and_none_comes_back() => AnyFilm.Sample(film =>
    {
        var seen = new HashSet<int>();
        var before = new HashSet<int>();
        foreach (Track[] tracks in RunFrames(film))
        {
            int[] numbers = [.. tracks.Select(track => track.Number)];
            Assert.Equal(numbers.Distinct().Order(), numbers);
            Assert.DoesNotContain(numbers, number => seen.Contains(number) && !before.Contains(number));
            before = [.. numbers];
            seen.UnionWith(numbers);
        }

        Assert.Equal(Enumerable.Range(1, seen.Count), seen.Order());
    });

    [Fact]
    public void A_detection_serves_one_track() => AnyFilm.Sample(film =>
    {
        Track[][] all = [.. RunFrames(film)];
        for (int i = 0; i < film.Length; i++)
        {
            Assert.True(all[i].Count(track => track.Seen) <= film[i].Length);
        }
    });

    [Fact]
    public void A_small_thing_that_a_rule_speaks_of_is_followed_by_its_low_score()
    {
        Detection bag = new(Box.FromSize(10, 10, 8, 8), 27, 0.35f), cup = new(Box.FromSize(60, 10, 8, 8), 47, 0.45f);
        Tracker tracker = new(new TrackerOptions { BeginOf = TrackerOptions.BeginWith([27]) }), usual = new(new TrackerOptions());
        for (int i = 0; i < 100; i++)
        {
            tracker.Step(TimeSpan.FromSeconds(i * 0.1), [cup, bag]);
            usual.Step(TimeSpan.FromSeconds(i * 0.1), [cup, bag]);
        }

        Assert.Equal(27, Assert.Single(tracker.Step(TimeSpan.FromSeconds(10), [cup, bag]).ToArray()).Class);
        Assert.Empty(usual.Step(TimeSpan.FromSeconds(10), [cup, bag]).ToArray());
    }

    [Fact]
    public void What_is_seen_once_is_nobody()
    {
        var tracker = new Tracker(new TrackerOptions());
        Assert.True(tracker.Step(Seconds(0), [At(10)]).IsEmpty);
        Assert.True(tracker.Step(Seconds(0.1), []).IsEmpty);
        Assert.True(tracker.Step(Seconds(0.2), [At(10)]).IsEmpty);
        Assert.Equal(1, tracker.Step(Seconds(0.3), [At(10)]).Length);
    }

    [Theory]
    [InlineData(1, 0.69f, 0)]
    [InlineData(1, 0.7f, 1)]
    [InlineData(3, 0.59f, 0)]
    [InlineData(3, 0.6f, 1)]
    public void Only_a_high_score_begins_a_track_and_each_class_has_its_own(int objectClass, float score, int expected)
    {
        var tracker = new Tracker(new TrackerOptions());
        Detection detection = At(10, score) with { Class = objectClass };
        tracker.Step(Seconds(0), [detection]);
        Assert.Equal(expected, tracker.Step(Seconds(0.1), [detection]).Length);
    }

    [Fact]
    public void A_high_score_confirms_a_track()
    {
        var tracker = new Tracker(new TrackerOptions());
        tracker.Step(Seconds(0), [At(10)]);
        Assert.Equal(1, tracker.Step(Seconds(0.1), [At(10, 0.5f)]).Length);
        tracker.Step(Seconds(0.2), [At(200)]);
        Assert.Equal(1, tracker.Step(Seconds(0.3), [At(200, 0.45f)]).Length);
    }

    [Fact]
    public void A_doubtful_detection_continues_a_track()
    {
        Tracker tracker = WithOneTrack();
        Track track = Assert.Single(tracker.Step(Seconds(0.2), [At(10, 0.2f)]).ToArray());
        Assert.True(track.Seen);
        Assert.Equal(0.2f, track.Score);
        Assert.False(Assert.Single(tracker.Step(Seconds(0.3), [At(10, 0.05f)]).ToArray()).Seen);
    }

    // The person went; a cone that looks a little like one stays.
    [Fact]
    public void A_doubtful_thing_does_not_hold_a_track_for_ever()
    {
        Tracker tracker = WithOneTrack();
        for (int i = 2; i <= 21; i++)
        {
            Assert.True(Assert.Single(tracker.Step(Seconds(i * 0.1), [At(10, 0.3f)]).ToArray()).Seen);
        }

        Assert.True(tracker.Step(Seconds(2.2), [At(10, 0.3f)]).IsEmpty);
    }

    [Fact]
    public void What_is_hidden_is_remembered_for_the_time_given_and_then_forgotten()
    {
        Tracker tracker = WithOneTrack(new TrackerOptions { OcclusionMemory = Seconds(2) });
        Assert.False(Assert.Single(tracker.Step(Seconds(1.1), []).ToArray()).Seen);
        Assert.False(Assert.Single(tracker.Step(Seconds(2.1), []).ToArray()).Seen);
        Assert.True(tracker.Step(Seconds(2.2), []).IsEmpty);
    }

    [Fact]
    public void What_comes_back_in_time_has_its_number_still()
    {
        Tracker tracker = WithOneTrack();
        tracker.Step(Seconds(0.5), []);
        Track track = Assert.Single(tracker.Step(Seconds(0.9), [At(10)]).ToArray());
        Assert.Equal(1, track.Number);
        Assert.True(track.Seen);
        Assert.Equal(Seconds(0), track.Since);
        Assert.Equal(Seconds(0.9), track.LastSeen);
    }

    [Fact]
    public void Not_to_look_is_not_to_see_nothing()
    {
        Tracker tracker = WithOneTrack();
        Box before = tracker.Coast(Seconds(0.2))[0].Box;
        for (int i = 0; i < 36_000; i++)
        {
            Track track = Assert.Single(tracker.Coast(Seconds(0.3 + i * 0.1)).ToArray());
            Assert.False(track.Seen);
            Assert.Equal(Seconds(0.1), track.LastSeen);
        }

        Track found = Assert.Single(tracker.Step(Seconds(3600.3), [At(10)]).ToArray());
        Assert.Equal(1, found.Number);
        Assert.True(found.Seen);
        Assert.True(before.IntersectionOverUnion(found.Box) > 0.95f);
    }

    [Fact]
    public void While_nobody_looks_a_box_moves_on_for_a_moment_only()
    {
        var tracker = new Tracker(new TrackerOptions());
        double time = 0;
        for (; time < 2; time += 0.1)
        {
            tracker.Step(Seconds(time), [At((float)(60 * time))]);
        }

        float left = tracker.Coast(Seconds(time))[0].Box.Left;
        Assert.Equal(60 * time, left, 3.0);
        float later = tracker.Coast(Seconds(time + 60))[0].Box.Left;
        Assert.Equal(later, tracker.Coast(Seconds(time + 120))[0].Box.Left);
        Assert.Equal(60 * (time + 0.4), later, 5.0);
    }

    [Fact]
    public void A_pause_of_the_looking_confirms_nobody()
    {
        var tracker = new Tracker(new TrackerOptions());
        tracker.Step(Seconds(0), [At(10)]);
        Assert.True(tracker.Coast(Seconds(0.1)).IsEmpty);
        Assert.Equal(1, tracker.Step(Seconds(0.2), [At(10)]).Length);
    }

    [Fact]
    public void Frames_may_come_unevenly_and_be_missing()
    {
        var tracker = new Tracker(new TrackerOptions());
        double[] times = [0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.7, 0.8, 0.85, 1.2, 1.3, 1.8, 1.9];
        foreach (double time in times)
        {
            tracker.Step(Seconds(time), [At((float)(100 * time)), At(300 - (float)(100 * time))]);
        }

        Track[] tracks = tracker.Step(Seconds(2.3), [At(230), At(70)]).ToArray();
        Assert.Equal([1, 2], tracks.Select(track => track.Number));
        Assert.All(tracks, track => Assert.True(track.Seen));
    }

    [Fact]
    public void A_person_is_never_the_bicycle_under_them()
    {
        var tracker = new Tracker(new TrackerOptions());
        tracker.Step(Seconds(0), [At(10)]);
        tracker.Step(Seconds(0.1), [At(10)]);
        Track[] tracks = tracker.Step(Seconds(0.2), [At(10) with { Class = 2 }]).ToArray();
        Assert.False(Assert.Single(tracks).Seen);
    }

    [Fact]
    public void A_lorry_called_a_car_stays_the_lorry_and_one_track()
    {
        var tracker = new Tracker(new TrackerOptions());
        for (int i = 0; i < 20; i++)
        {
            Detection lorry = At(10) with { Class = i % 4 == 3 ? 3 : 8 };
            Track[] tracks = tracker.Step(Seconds(i * 0.1), [lorry, lorry with { Class = 6, Score = 0.7f }]).ToArray();
            Assert.True(i == 0 ? tracks.Length == 0 : Assert.Single(tracks) is { Class: 8, Number: 1 }, $"frame {i}");
        }
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        Tracker tracker = WithOneTrack();
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Step(Seconds(0.05), []).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Coast(Seconds(0.05)).Length);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new Tracker(new TrackerOptions { Consider = 0.6f }));
        Assert.ThrowsAny<ArgumentException>(() => new Tracker(new TrackerOptions { MaximumTracks = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new Tracker(new TrackerOptions { MaximumDetections = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new Tracker(new TrackerOptions { OcclusionMemory = -Seconds(1) }));
    }

    [Fact]
    public void What_is_more_than_there_is_room_for_is_left_out()
    {
        var tracker = new Tracker(new TrackerOptions { MaximumTracks = 3, MaximumDetections = 4 });
        Detection[] crowd = [.. Enumerable.Range(0, 10).Select(i => At(100 * i, 0.7f + i * 0.01f))];
        tracker.Step(Seconds(0), crowd);
        Track[] tracks = tracker.Step(Seconds(0.1), crowd).ToArray();
        Assert.Equal([700, 800, 900], tracks.Select(track => MathF.Round(track.Box.Left)).Order());
    }

    private static Tracker WithOneTrack(TrackerOptions? options = null)
    {
        var tracker = new Tracker(options ?? new TrackerOptions());
        tracker.Step(Seconds(0), [At(10)]);
        Assert.Equal(1, tracker.Step(Seconds(0.1), [At(10)]).Length);
        return tracker;
    }

    private static Detection At(float left, float score = 0.9f) => new(Box.FromSize(left, 50, 30, 80), Person, score);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Track[] Run(Detection[][] film) => [.. RunFrames(film).SelectMany(frame => frame)];

    private static List<Track[]> RunFrames(Detection[][] film)
    {
        var tracker = new Tracker(new TrackerOptions { OcclusionMemory = Seconds(0.3) });
        var all = new List<Track[]>();
        for (int i = 0; i < film.Length; i++)
        {
            all.Add((i % 5 == 4 ? tracker.Coast(Seconds(i * 0.1)) : tracker.Step(Seconds(i * 0.1), film[i])).ToArray());
        }

        return all;
    }
}
