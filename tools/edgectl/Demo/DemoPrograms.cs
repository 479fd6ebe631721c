using Vigie.Core;

namespace Vigie.Edgectl.Demo;

/// <summary>Where the programs of this checkout lie: the demo runs them as separate processes, as a box, a broker and a control room are.</summary>
/// <param name="Vigie">The appliance.</param>
/// <param name="Edgectl">This program.</param>
internal sealed record DemoPrograms(string Vigie, string Edgectl)
{
    /// <summary>Finds them from where this program lies.</summary>
    /// <exception cref="Fault">Not in a checkout, or not built.</exception>
    public static DemoPrograms Find()
    {
        string self = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string vigie = Path.Combine(Checkout(), "firmware/Vigie.Appliance/bin", configuration, "net10.0/vigie");
        return File.Exists(vigie)
            ? new DemoPrograms(vigie, self)
            : throw new Fault(FaultKind.Unavailable, vigie, "is not built", "Start the demo by ./tools/demo, which builds it.");
    }

    /// <summary>The checkout that this program lies in.</summary>
    /// <exception cref="Fault">It lies in none.</exception>
    public static string Checkout()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new Fault(FaultKind.Unavailable, AppContext.BaseDirectory, "is not in a checkout of Vigie", "Start it in a clone, by its scripts in tools.");
    }
}
