using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>What became of a batch once it was durable.</summary>
internal sealed class Stored
{
    /// <summary>Records of which the database holds a copy now, whether new or not: what receipts may name.</summary>
    public List<(Topics Device, Identity Identity)> Held { get; } = [];

    /// <summary>What is to be told to people at once.</summary>
    public List<string> Alarms { get; } = [];

    /// <summary>Records that had not come before.</summary>
    public long New { get; set; }

    /// <summary>Records that had.</summary>
    public long Repeated { get; set; }

    /// <summary>Messages that are nothing of the contract.</summary>
    public long Aside { get; set; }
}
