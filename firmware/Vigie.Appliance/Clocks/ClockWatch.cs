using Microsoft.Extensions.Logging;
using Vigie.Appliance.Health;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Service;
using Vigie.Trust.Time;

namespace Vigie.Appliance.Clocks;

/// <summary>Looks at the clock once a second, and tells subscribers and log what has become of it. The journal looks for itself.</summary>
/// <param name="clock">What events are stamped with.</param>
/// <param name="desk">Where it is said.</param>
/// <param name="kernel">What the kernel says of the clock; null: no daemon keeps it.</param>
/// <param name="logger">Log.</param>
internal sealed class ClockWatch(BoxClock clock, EventDesk desk, Func<TimeSpan?> kernel, ILogger logger)
{
    private readonly ClockCertainty _certainty = new(kernel, clock);
    private ClockStep? _last;

    /// <summary>The time that frames are stamped with.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How it was when it was looked at last.</summary>
    public ClockHealth Health => new(_certainty.IsKept, _certainty.Milliseconds, _last?.Now, _last is { } step ? Math.Round(step.Length.TotalSeconds, 1) : null);

    /// <summary>What the kernel says on this machine.</summary>
    public static TimeSpan? OfKernel() => KernelClock.TryRead(out TimeSpan uncertainty) ? uncertainty : null;

    /// <summary>Looks.</summary>
    public void Look()
    {
        // Under the desk's lock: what is stamped by the new time is numbered after what says so.
        if (desk.SayClock(News) is { Step: { } step })
        {
            _last = step;
            ServiceLog.ClockWasSet(logger, step.Was, step.Now, step.Length.TotalSeconds);
        }
    }

    private ClockNews? News()
    {
        ClockStep? step = clock.Look();
        bool changed = _certainty.Look(atOnce: step is not null);
        return changed || step is not null ? new ClockNews(step?.Now ?? clock.GetUtcNow(), step, _certainty.Milliseconds) : null;
    }
}
