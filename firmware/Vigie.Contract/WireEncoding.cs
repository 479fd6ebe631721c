namespace Vigie.Contract;

/// <summary>How a record stands on the wire. Both say the same; CBOR is native.</summary>
public enum WireEncoding
{
    /// <summary>Deterministic CBOR (RFC 8949, section 4.2) with integer keys, as <c>vigie.cddl</c> describes it.</summary>
    Cbor = 0,

    /// <summary>Its twin in JSON (RFC 8259), with names for people.</summary>
    Json = 1,
}
