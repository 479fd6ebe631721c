using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>What a message turned out to be.</summary>
/// <param name="Message">The message.</param>
internal abstract record HubItem(HubMessage Message)
{
    /// <summary>
    /// A record with a number of its own: event, count, context, gap, or one that a later version brings. Where it is not understood, the problem
    /// says why; it is kept and confirmed all the same, for a box would keep it, and all after it, for ever.
    /// </summary>
    internal sealed record Numbered(HubMessage Message, Topics Device, string Name, Identity Identity, DateTimeOffset? Time, string? Problem)
        : HubItem(Message);

    /// <summary>A journal's signed head.</summary>
    internal sealed record OfHead(HubMessage Message, Topics Device, JournalHeadRecord Record) : HubItem(Message);

    /// <summary>What a box says of itself, without a number: of status each change is kept, of anything else the latest.</summary>
    internal sealed record OfState(HubMessage Message, Topics Device, string Name, bool KeepsHistory) : HubItem(Message);

    /// <summary>A receipt: the broker's copy of an earlier one of ours, or another hub's.</summary>
    internal sealed record OfReceipt(HubMessage Message, Topics Device, ReceiptRecord Record) : HubItem(Message);

    /// <summary>Nothing of the contract: kept aside.</summary>
    internal sealed record Unreadable(HubMessage Message, string Problem) : HubItem(Message);

    /// <summary>Nothing that a hub keeps.</summary>
    internal sealed record Nothing(HubMessage Message) : HubItem(Message);
}
