using System.Text;

namespace Vigie.Trust.Signatures;

/// <summary>
/// A type of signed document. Its name is signed along twice, as content type and as external data, so that a signature over one
/// type is none over another, even where the payloads are the same bytes.
/// </summary>
public sealed class DocumentType
{
    /// <summary>The most bytes that a document of any type may have, envelope included.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Makes a type.</summary>
    /// <param name="name">Its name, for example <c>mandate</c>: lower-case words joined by hyphens.</param>
    /// <param name="signers">Roles of which one lets a key sign it; none where the box's own key does.</param>
    public DocumentType(string name, Role signers)
    {
        Name = name;
        Signers = signers;
        ContentType = $"application/vigie-{name}+cbor";
        Domain = Encoding.ASCII.GetBytes($"vigie/1/{name}");
    }

    /// <summary>Says what boxes may do: an order of an authority.</summary>
    public static DocumentType Mandate { get; } = new("mandate", Role.Authority);

    /// <summary>Stops a mandate, or lifts such a stop.</summary>
    public static DocumentType Revocation { get; } = new("revocation", Role.Authority);

    /// <summary>Bounds what a mandate may say.</summary>
    public static DocumentType Profile { get; } = new("profile", Role.Authority);

    /// <summary>Networks that may run.</summary>
    public static DocumentType ApprovedModels { get; } = new("approved-models", Role.Maker);

    /// <summary>A model with all its files.</summary>
    public static DocumentType ModelPackage { get; } = new("model-package", Role.Maker);

    /// <summary>A hub's answer to a box that asked for the time.</summary>
    public static DocumentType TimeReceipt { get; } = new("time-receipt", Role.Hub);

    /// <summary>Asks something of one box, once.</summary>
    public static DocumentType Command { get; } = new("command", Role.Operator | Role.Authority);

    /// <summary>Its name, as journal and people read it.</summary>
    public string Name { get; }

    /// <summary>Roles of which one lets a key sign it.</summary>
    public Role Signers { get; }

    /// <summary>Content type in the protected header (RFC 9052, section 3.1).</summary>
    public string ContentType { get; }

    /// <summary>External additional authenticated data of the signature (RFC 9052, section 4.3).</summary>
    internal byte[] Domain { get; }
}
