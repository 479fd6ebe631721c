namespace Vigie.Capture;

/// <summary>What happens to a frame that finds the mailbox full.</summary>
public enum MailboxPolicy
{
    /// <summary>It takes the place of the oldest frame inside, which goes back to its pool and is counted: a live camera.</summary>
    NewestWins,

    /// <summary>Who posts waits for a place: replay of a file.</summary>
    Lossless,
}
