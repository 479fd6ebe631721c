using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>A mandate on this box, verified anew each time it is read.</summary>
/// <param name="Hash">SHA-256 of its payload: what context records and the journal call it.</param>
/// <param name="Mandate">What it says.</param>
/// <param name="Signer">Thumbprint of the key that signed it.</param>
/// <param name="Cameras">The cameras of this box that it names.</param>
/// <param name="Obstacle">What keeps it from being used whatever the time (revoked, a key that is trusted no more); null where nothing does.</param>
public sealed record InstalledMandate(string Hash, Mandate Mandate, string Signer, IReadOnlyList<string> Cameras, Refusal? Obstacle)
{
    /// <summary>How people know it: the authority and its order's number.</summary>
    public string Title => $"{Mandate.Authority}, order {Mandate.OrderNumber}";
}
