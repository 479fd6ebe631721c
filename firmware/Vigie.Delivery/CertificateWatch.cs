using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Delivery.Mqtt;

namespace Vigie.Delivery;

/// <summary>
/// Looks now and then whether the files of certificates were renewed. Only where the new ones can be used is the connection given up for
/// them: half a renewal, or a wrong one, changes nothing but what is said.
/// </summary>
internal sealed class CertificateWatch(MqttConnection connection, PostmanOptions options, TimeProvider time, ILogger logger)
{
    private long _lookedAt = time.GetTimestamp();
    private string? _said;

    /// <summary>How long until the next look; without end where nothing is encrypted.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            TimeSpan left = options.RenewalCheck - time.GetElapsedTime(_lookedAt);
            return !connection.Broker.Encrypted ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Looks, when it is time; whether there are new ones to be shown.</summary>
    public bool IsDue
    {
        get
        {
            if (TimeLeft != TimeSpan.Zero)
            {
                return false;
            }

            _lookedAt = time.GetTimestamp();
            return connection.HasOldCertificates && CanBeUsed();
        }
    }

    private bool CanBeUsed()
    {
        try
        {
            TlsMaterial.Load(options.Tls).Dispose();
            PostmanLog.Renewing(logger);
            return true;
        }
        catch (Fault fault) when (fault.Kind == FaultKind.Config)
        {
            if (fault.Message != _said)
            {
                _said = fault.Message;
                PostmanLog.RenewalRefused(logger, fault.Message);
            }

            return false;
        }
    }
}
