using Vigie.Core.Settings;

namespace Vigie.Vision.Motion;

/// <summary>How the motion gate judges.</summary>
/// <param name="Hold">How long the gate stays open after the last motion.</param>
/// <param name="Heartbeat">After how long without a look one is due although nothing moves.</param>
/// <param name="Sensitivity">1 is normal; at 2 half the change in brightness is motion.</param>
public sealed record MotionOptions(TimeSpan Hold, TimeSpan Heartbeat, float Sensitivity)
{
    /// <summary>What fits most places: open for 2 s after the last motion, a look every 10 s.</summary>
    public static MotionOptions Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), 1);

    /// <summary>Reads <c>hold</c>, <c>heartbeat</c> and <c>sensitivity</c>; what is wrong goes to the reader's complaints.</summary>
    public static MotionOptions Read(SettingsReader reader)
    {
        TimeSpan hold = reader.Duration("hold", Default.Hold, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        TimeSpan heartbeat = reader.Duration("heartbeat", Default.Heartbeat, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        float sensitivity = reader.Choice("sensitivity", "normal", "low", "normal", "high") switch
        {
            "low" => 0.6f,
            "high" => 1.6f,
            _ => 1,
        };
        reader.Finish();
        return new MotionOptions(hold, heartbeat, sensitivity);
    }
}
