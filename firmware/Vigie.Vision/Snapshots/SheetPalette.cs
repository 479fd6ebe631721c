using SkiaSharp;

namespace Vigie.Vision.Snapshots;

/// <summary>Colours of a contact sheet: dark ground, one warm accent for events, cool colours for zones, a hue for each track.</summary>
internal static class SheetPalette
{
    // The golden angle keeps neighbouring numbers far apart on the colour circle.
    private const float GoldenAngle = 137.508f;

    public static SKColor Ground { get; } = new(0x12, 0x16, 0x1C);

    public static SKColor Card { get; } = new(0x1C, 0x22, 0x2B);

    public static SKColor Text { get; } = new(0xF2, 0xF5, 0xF8);

    public static SKColor Quiet { get; } = new(0x9A, 0xA7, 0xB5);

    public static SKColor Accent { get; } = new(0xFF, 0x8A, 0x3D);

    /// <summary>Tripwires: no zone and no event has it.</summary>
    public static SKColor Wire { get; } = new(0xFF, 0xE0, 0x6B);

    /// <summary>A zone's: from cyan to violet, the first five well apart.</summary>
    public static SKColor Zone(int number) => SKColor.FromHsl(185 + (number - 1) * 53 % 130, 85, 62);

    public static SKColor Track(int number) => SKColor.FromHsl(number * GoldenAngle % 360, 80, 65);
}
