namespace Vigie.Edgectl.Watch;

/// <summary>How a watch is shown. Calls come one at a time.</summary>
public interface IView
{
    /// <summary>Shows what <paramref name="work"/> brings, as long as it lasts.</summary>
    Task RunAsync(Func<Task> work);

    /// <summary>Shows a reading.</summary>
    void Show(Reading reading);

    /// <summary>Shows what happens to the connection.</summary>
    void Say(string line);

    /// <summary>Shows the sum, after all.</summary>
    void Finish(WatchTotals totals);
}
