using System.Diagnostics;
using System.Globalization;

namespace Vigie.Scenarios.Cameras;

/// <summary>
/// Share of the time since it was made in which something on this machine waited for a processor (pressure stall information, "some", of
/// the kernel's Documentation/accounting/psi.rst): whether a limit in seconds means anything. 1 on a kernel that does not tell.
/// </summary>
internal sealed class Starvation
{
    private const string Pressure = "/proc/pressure/cpu";

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double? _start = Waited();

    public double Share => Waited() - _start is { } waited ? waited / _watch.Elapsed.TotalSeconds : 1;

    /// <summary>Seconds since the machine started.</summary>
    private static double? Waited()
    {
        try
        {
            string some = File.ReadLines(Pressure).First();
            return double.Parse(some[(some.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture) / 1e6;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such file, or it is switched off.
            return null;
        }
    }
}
