using Vigie.Appliance.Configuration;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Service;

/// <summary>Which parts of a configuration may change while the service runs: cameras and the video link. The rest names the box itself.</summary>
internal static class LiveChange
{
    private const string Restart = "cannot change while the service runs: restart it (systemctl restart vigie), or leave it as it was";

    /// <summary>Complains of what would need a restart.</summary>
    /// <param name="running">What is in force.</param>
    /// <param name="asked">What is asked now.</param>
    /// <param name="complaints">Gets what is wrong.</param>
    public static void Check(ApplianceConfiguration running, ApplianceConfiguration asked, Complaints complaints)
    {
        Compare("$.site", running.Site, asked.Site);
        Compare("$.device", running.Device, asked.Device);
        Compare("$.stateDirectory", running.StateDirectory, asked.StateDirectory);
        Compare("$.delivery", running.Delivery, asked.Delivery);
        Compare("$.trust", running.Trust, asked.Trust);
        Compare("$.accelerator", running.Accelerator, asked.Accelerator);
        Compare("$.calendar", running.CalendarText, asked.CalendarText);
        Compare("$.telemetry", running.Telemetry, asked.Telemetry);

        void Compare<T>(string path, T before, T after)
        {
            if (!Equals(before, after))
            {
                complaints.Add(path, "", Restart);
            }
        }
    }
}
