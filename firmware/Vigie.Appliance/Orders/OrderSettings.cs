using Vigie.Core.Settings;
using Vigie.Trust.Time;

namespace Vigie.Appliance.Orders;

/// <summary>What the configuration says of trust.</summary>
/// <param name="Anchors">Absolute path of the list of keys that the box trusts.</param>
/// <param name="Time">Source of trusted time: one of <see cref="TimeSources.Names"/>.</param>
/// <param name="TpmKey">The box's key in its TPM; null where it is a file.</param>
public sealed record OrderSettings(string Anchors, string Time, string? TpmKey)
{
    /// <summary>Reads the child <c>trust</c>; null where there is none: then the box is a laboratory.</summary>
    public static OrderSettings? Read(SettingsReader parent)
    {
        if (parent.Child("trust") is not SettingsReader reader)
        {
            return null;
        }

        string anchors = reader.Text("anchors", "/etc/vigie/anchors.json", "expected the absolute path of the list of keys that this box trusts");
        if (!Path.IsPathRooted(anchors))
        {
            reader.Complain("anchors", "expected an absolute path");
        }

        string time = reader.Choice("time", TimeSources.Names[0], [.. TimeSources.Names]);
        string key = reader.Text("tpmKey", "", "expected what the TPM's provider calls the key, for example \"handle:0x81000001\"");
        reader.Finish();
        return new OrderSettings(anchors, time, key.Length > 0 ? key : null);
    }
}
