using System.Diagnostics;
using Vigie.Core;

namespace Vigie.Appliance.Orders;

/// <summary>Keeps root from putting files into a state directory that the service's own user could not read afterwards.</summary>
internal static class StateOwner
{
    /// <summary>Complains where root works on another user's state directory.</summary>
    /// <param name="stateDirectory">The directory; one that is not there yet is anybody's.</param>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Config"/>, with what to type instead.</exception>
    public static void Require(string stateDirectory)
    {
        if (!Environment.IsPrivilegedProcess || !Directory.Exists(stateDirectory))
        {
            return;
        }

        string owner = OwnerOf(stateDirectory);
        if (owner != "root")
        {
            throw new Fault(
                FaultKind.Config, stateDirectory, $"belongs to {owner}, whose service could not read what root puts there", $"Type it as that user: runuser -u {owner} -- vigie …");
        }
    }

    // stat(1) of coreutils: .NET tells a file's mode, and not its owner.
    private static string OwnerOf(string path)
    {
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%U", path]) { RedirectStandardOutput = true })!;
        string owner = stat.StandardOutput.ReadToEnd().Trim();
        stat.WaitForExit();
        return owner;
    }
}
