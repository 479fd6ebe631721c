namespace Vigie.Modelkit.Commands;

/// <summary>The numbers in which a network computes.</summary>
public enum Precision
{
    /// <summary>8-bit integers (int8): what the box runs.</summary>
    Quantised,

    /// <summary>32-bit floats (fp32): what the integers are compared with.</summary>
    Full,
}
