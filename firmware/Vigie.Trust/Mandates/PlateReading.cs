namespace Vigie.Trust.Mandates;

/// <summary>What may be done with number plates; each allows what stands above it.</summary>
public enum PlateReading
{
    /// <summary>No plate is read.</summary>
    None,

    /// <summary>Plates are read to count, and forgotten.</summary>
    Statistics,

    /// <summary>Plates are compared with a list.</summary>
    Comparison,
}
