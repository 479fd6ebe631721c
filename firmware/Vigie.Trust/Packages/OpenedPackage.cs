using Vigie.Trust.Signatures;

namespace Vigie.Trust.Packages;

/// <summary>A package of which everything was verified: signature, each file's hash, and that there is nothing else.</summary>
/// <param name="Package">What was signed.</param>
/// <param name="Document">The signed document.</param>
/// <param name="Contents">The files' contents, in the order of <see cref="ModelPackage.Files"/>.</param>
public sealed record OpenedPackage(ModelPackage Package, SignedDocument Document, IReadOnlyList<ReadOnlyMemory<byte>> Contents);
