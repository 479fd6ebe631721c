using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Shadows;

/// <summary>
/// Counts what a rule would have said in its shadow time: the first so many hours that it watches. One thread counts, any reads; allocates nothing
/// but the tally that is asked for.
/// </summary>
/// <param name="length">How long the shadow time is.</param>
/// <param name="before">What was counted in earlier lives of the box.</param>
public sealed class ShadowLedger(TimeSpan length, ShadowTally before)
{
    private readonly Lock _gate = new();
    private readonly int[] _hours = [.. before.Hours];
    private readonly int[] _cells = [.. before.Cells];
    private long _watched = before.Watched.Ticks;
    private int _signals = before.Signals;
    private int _held = before.Held;

    /// <summary>How long the shadow time is.</summary>
    public TimeSpan Length => length;

    /// <summary>Whether it is over: from now on the rule speaks.</summary>
    public bool IsOver => Volatile.Read(ref _watched) >= length.Ticks;

    /// <summary>What was counted so far.</summary>
    public ShadowTally Tally
    {
        get
        {
            lock (_gate)
            {
                return new ShadowTally(new TimeSpan(Volatile.Read(ref _watched)), _signals, _held, [.. _hours], [.. _cells]);
            }
        }
    }

    /// <summary>The rule has watched for so long.</summary>
    internal void Watch(TimeSpan more) => Volatile.Write(ref _watched, _watched + more.Ticks);

    /// <summary>A signal would have been held back by the rule's limit.</summary>
    internal void Hold()
    {
        lock (_gate)
        {
            _held++;
        }
    }

    /// <summary>A signal would have started.</summary>
    /// <param name="hour">Hour of the day on the place's clock.</param>
    /// <param name="box">Where: pixels.</param>
    /// <param name="format">The camera's frames.</param>
    internal void Count(int hour, in Box box, FrameFormat format)
    {
        int column = Part(box.Foot.X / format.Width, ShadowTally.Columns);
        int row = Part(box.Foot.Y / format.Height, ShadowTally.Rows);
        lock (_gate)
        {
            _signals++;
            _hours[hour]++;
            _cells[row * ShadowTally.Columns + column]++;
        }
    }

    private static int Part(float place, int parts) => Math.Clamp((int)(place * parts), 0, parts - 1);
}
