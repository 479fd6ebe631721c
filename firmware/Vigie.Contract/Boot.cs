using System.Globalization;

namespace Vigie.Contract;

/// <summary>
/// One run of the box's software. The counter is kept on disk and orders the runs of a device; the nonce is drawn anew at each
/// start, so that two runs differ even where a disk was restored or replaced and the counter came back.
/// </summary>
/// <param name="Counter">How many starts this device has counted.</param>
/// <param name="Nonce">32 random bits.</param>
public readonly record struct Boot(uint Counter, uint Nonce)
{
    /// <summary>Both in one number: the counter in the upper 32 bits, the nonce in the lower.</summary>
    public ulong Number => ((ulong)Counter << 32) | Nonce;

    /// <summary>The boot of a <see cref="Number"/>.</summary>
    public static Boot FromNumber(ulong number) => new((uint)(number >> 32), (uint)number);

    /// <summary>For people: counter and nonce, <c>17-9f3c2a71</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Counter}-{Nonce:x8}");

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(string text, out Boot boot)
    {
        string[] parts = text.Split('-');
        boot = default;
        if (parts.Length == 2
            && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint counter)
            && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint nonce))
        {
            boot = new Boot(counter, nonce);
        }

        return boot.ToString() == text;
    }
}
