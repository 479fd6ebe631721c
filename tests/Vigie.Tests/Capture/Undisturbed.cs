namespace Vigie.Tests.Capture;

/// <summary>Tests that count what the whole process holds: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed;
