namespace Vigie.Trust.Switch;

/// <summary>How the kill switch was reached.</summary>
public enum SwitchSource
{
    /// <summary>The signal SIGUSR1 to the service.</summary>
    Signal = 1,

    /// <summary>A command from the broker.</summary>
    Command,

    /// <summary>A button or contact on the box.</summary>
    Contact,
}
