namespace Vigie.Chaos;

/// <summary>This machine, or this user, cannot do what the row needs: said in the table.</summary>
internal sealed class RowSkipped(string why) : Exception(why);
