using System.Reflection;

namespace Vigie.Appliance;

/// <summary>Which software this is.</summary>
internal static class Software
{
    /// <summary>Its version, as contexts, status and health say it.</summary>
    public static string Version { get; } =
        typeof(Software).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
