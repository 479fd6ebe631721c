namespace Vigie.Scene.Rules;

/// <summary>When a number has changed so much that it is worth a message before its time.</summary>
internal static class Level
{
    /// <summary>Half as many again, or a third fewer: not each who comes or goes.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="said">How many were last said to be.</param>
    public static bool IsAnother(int count, int said) => count * 2 >= said * 3 || count * 3 <= said * 2;
}
