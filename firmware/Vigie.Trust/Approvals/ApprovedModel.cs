namespace Vigie.Trust.Approvals;

/// <summary>One network that may run.</summary>
/// <param name="Hash">SHA-256 of the network's file, in 64 hexadecimal digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Output">What it gives out.</param>
/// <param name="Reviewer">Who looked at it by the rules of the room's README.</param>
public sealed record ApprovedModel(string Hash, string Name, ModelOutput Output, string Reviewer);
