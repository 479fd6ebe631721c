namespace Vigie.Delivery;

/// <summary>A gap whose record is not durable yet, and the name that its record will have.</summary>
internal readonly record struct PendingGap(Gap Gap, RecordId Id);
