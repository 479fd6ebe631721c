using Vigie.Contract;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>A busy square for a day, and what is left of it: nothing.</summary>
public sealed class SquareDayTest(ITestOutputHelper output)
{
    private const int Most = 40;
    private const double FrameSeconds = 0.5;

    // Metres a second. From five on the tracker, which finds a person by the overlap of boxes, loses those who start off so at ten frames a second.
    private const double Running = 4;

    private static double Hours => Thorough.Times(3, 24);

    // From ten in the morning on; three hours of it in the short form, the whole day where the long form is asked for.
    [Fact]
    public void A_day_leaves_no_signal_open_no_track_and_no_memory()
    {
        SquareDay day = new(Most, new Permission());
        double windows = Hours * 4;
        Pass(day, 0, 15);
        long grown = AllocationMeter.Of(() => Pass(day, 15, 5), rounds: 3);
        (long frights, long noticed, long strolls) = (0, 0, day.CrowdMovements);
        long before = day.CrowdMovements;
        for (int window = 2; window < windows; window++)
        {
            Pass(day, window * 15, 15);
            (strolls, before) = (strolls + day.CrowdMovements - before, day.CrowdMovements);
            frights += Frighten(day, window) ? 1 : 0;
            (noticed, before) = (noticed + day.CrowdMovements - before, day.CrowdMovements);
        }

        Assert.Equal(0, grown);
        Assert.True(day.Starts > 50 * Hours && day.LastTrack > 50 * Hours && day.MostTracks > 20, $"{day.Starts} signals of {day.LastTrack} tracks, at most {day.MostTracks} at a time");

        // Who strolls all day is no movement of a crowd; who runs off is.
        output.WriteLine($"{noticed} of {frights} frights noticed, {strolls} signals of a crowd that strolls");
        Assert.True(frights > 0 && noticed * 3 >= frights * 2 && strolls <= 1, $"{noticed} of {frights} frights, {strolls} signals without one");

        // A count sends no signals; pictures are good all day.
        Assert.Empty(RuleRegistry.Kinds.Except(day.Spoken.Select(EventKinds.Name)).Except([EventKinds.Name(EventKind.Count), EventKinds.Name(EventKind.Tamper)]));

        // All go home.
        Empty(day);
        Assert.Equal((0, 0, 0, 0), (day.Present, day.Tracks, day.Open, day.Wrong));
        Assert.Equal(0, AllocationMeter.Of(() => Pass(day, 24 * 60, 5), rounds: 3));
    }

    // The end of a clip ends what is open, in the middle of the crowd.
    [Fact]
    public void What_is_open_at_the_end_is_ended()
    {
        SquareDay day = new(Most, new Permission());
        Pass(day, 150, 15);
        Assert.True(day.Open > 0);
        day.Finish();
        Assert.Equal((0, 0), (day.Open, day.Wrong));
    }

    // Once an hour, where there is a crowd, something frightens it for ten seconds, ten frames a second.
    private static bool Frighten(SquareDay day, int window)
    {
        if (window % 4 != 2 || day.Present < 15)
        {
            return false;
        }

        day.Frighten(Running);
        for (int frame = 0; frame < 100; frame++)
        {
            day.Step(0.1, wanted: 0);
        }

        return true;
    }

    private static void Pass(SquareDay day, double fromMinute, double minutes)
    {
        for (double second = 0; second < minutes * 60; second += FrameSeconds)
        {
            day.Step(FrameSeconds, SquareDay.WantedAt(TimeSpan.FromHours(10) + TimeSpan.FromMinutes(fromMinute) + TimeSpan.FromSeconds(second), Most));
        }
    }

    private static void Empty(SquareDay day)
    {
        for (int i = 0; i < 20_000 && (day.Present > 0 || day.Open > 0 || day.Tracks > 0); i++)
        {
            day.Step(FrameSeconds, wanted: 0);
        }
    }
}
