namespace Vigie.Chaos;

/// <summary>What was to happen in a row did not: the row is red.</summary>
internal sealed class RowFailure(string what) : Exception(what);
