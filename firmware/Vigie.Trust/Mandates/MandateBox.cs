namespace Vigie.Trust.Mandates;

/// <summary>A box that a mandate is for, and its cameras.</summary>
/// <param name="Site">Site of the box's configuration.</param>
/// <param name="Device">Device of the box's configuration.</param>
/// <param name="Cameras">Names of cameras of that configuration.</param>
public sealed record MandateBox(string Site, string Device, IReadOnlyList<string> Cameras)
{
    /// <summary>The box's name: site and device.</summary>
    public string Name => $"{Site}/{Device}";
}
