using Vigie.Trust.Signatures;

namespace Vigie.Trust.Anchors;

/// <summary>One key that a box trusts, and with what.</summary>
/// <param name="Name">Whose it is, in words.</param>
/// <param name="Roles">What it may sign.</param>
/// <param name="Key">The key.</param>
/// <param name="From">First moment of its use.</param>
/// <param name="To">First moment after its use.</param>
public sealed record Anchor(string Name, Role Roles, PublicKey Key, DateTimeOffset From, DateTimeOffset To);
