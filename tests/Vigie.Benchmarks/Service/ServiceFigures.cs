namespace Vigie.Benchmarks.Service;

/// <summary>What one run of the service took.</summary>
/// <param name="Cores">Processor time over time, children counted: 1 is one core.</param>
/// <param name="Megabytes">Memory of the service and its children (Pss).</param>
/// <param name="ServiceMegabytes">Memory of the service's own process (RSS).</param>
/// <param name="Processes">How many there were at the end.</param>
/// <param name="FirstEvent">From the start of the process to its first event at a subscriber; null where none came.</param>
internal sealed record ServiceFigures(double Cores, double Megabytes, double ServiceMegabytes, int Processes, TimeSpan? FirstEvent);
