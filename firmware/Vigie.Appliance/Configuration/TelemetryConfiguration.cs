using Vigie.Core.Settings;

namespace Vigie.Appliance.Configuration;

/// <summary>Where measurements go.</summary>
/// <param name="Collector">Base address of an OpenTelemetry collector that speaks OTLP over HTTP, for example <c>http://127.0.0.1:4318</c>.</param>
public sealed record TelemetryConfiguration(Uri Collector)
{
    /// <summary>Where metrics are posted (OTLP specification, OTLP/HTTP request).</summary>
    public Uri Metrics => new(Collector, "/v1/metrics");

    /// <summary>Reads the key <c>otlp</c>; what is wrong goes to the reader's complaints.</summary>
    internal static TelemetryConfiguration Read(SettingsReader reader)
    {
        const string Expected = "expected the address of a collector, without user or path, for example \"http://127.0.0.1:4318\"";
        string text = reader.RequiredText("otlp", Expected);
        bool right = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0 && address.PathAndQuery == "/";
        if (text.Length > 0 && !right)
        {
            // Not shown: what stands before an @ may be a password.
            reader.Complaints.Add(reader.PathOf("otlp"), "", Expected);
        }

        reader.Finish();
        return new TelemetryConfiguration(right ? address! : new Uri("http://127.0.0.1:4318"));
    }

    /// <inheritdoc/>
    public override string ToString() => Collector.GetLeftPart(UriPartial.Authority);
}
