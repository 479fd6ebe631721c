namespace Vigie.Contract;

/// <summary>What a command asks of a box. The list is closed: a number is never reused, and what a box does not know it refuses.</summary>
public enum CommandAction
{
    /// <summary>Answer.</summary>
    Ping = 1,

    /// <summary>Answer with the health record.</summary>
    Status = 2,

    /// <summary>Look at nothing from now on, over restarts too.</summary>
    Stop = 3,

    /// <summary>Lift what a command has stopped. What was stopped on the box itself stays so.</summary>
    Resume = 4,
}
