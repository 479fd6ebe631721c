namespace Vigie.Trust.Journal;

/// <summary>Collects findings: the first few of a kind in words, the rest counted, so that a hostile journal cannot fill memory with complaints.</summary>
internal sealed class FindingList
{
    private const int MostOfAKind = 5;

    private readonly SortedDictionary<FindingKind, List<Finding>> _said = [];
    private readonly Dictionary<FindingKind, int> _more = [];

    public void Add(FindingKind kind, long? number, string text)
    {
        if (!_said.TryGetValue(kind, out List<Finding>? said))
        {
            _said[kind] = said = [];
        }

        if (said.Exists(finding => finding.Number == number && finding.Text == text))
        {
            return;
        }

        if (said.Count < MostOfAKind)
        {
            said.Add(new Finding(kind, number, text));
        }
        else
        {
            _more[kind] = _more.GetValueOrDefault(kind) + 1;
        }
    }

    public bool Has(FindingKind kind) => _said.ContainsKey(kind);

    /// <summary>All of them, the worst kind first.</summary>
    public List<Finding> ToList() => [.. _said.Reverse().SelectMany(pair =>
        _more.TryGetValue(pair.Key, out int more) ? pair.Value.Append(new Finding(pair.Key, null, $"And {more} more like this.")) : pair.Value)];
}
