using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Switch;

/// <summary>Verifies a document against the box's anchors: size, form, key, role, dates, signature.</summary>
/// <param name="bytes">What came.</param>
/// <param name="type">What it must be.</param>
/// <param name="document">The verified document.</param>
/// <param name="refusal">Why not.</param>
public delegate bool DocumentOpener(
    ReadOnlyMemory<byte> bytes,
    DocumentType type,
    [NotNullWhen(true)] out SignedDocument? document,
    [NotNullWhen(false)] out Refusal? refusal);
