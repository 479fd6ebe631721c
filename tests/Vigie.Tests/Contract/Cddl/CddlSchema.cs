using System.Text;

namespace Vigie.Tests.Contract.Cddl;

/// <summary>Tells whether CBOR is what a rule of a CDDL file describes.</summary>
internal sealed class CddlSchema(string text)
{
    public IReadOnlyDictionary<string, CddlNode> Rules { get; } = CddlParser.Parse(text);

    public bool Permits(string rule, ReadOnlyMemory<byte> payload) => Matches(Rules[rule], CborTree.Read(payload));

    public bool Matches(CddlNode type, object item) => type switch
    {
        CddlNode.Name name when Rules.TryGetValue(name.Text, out CddlNode? rule) => Matches(rule, item),
        CddlNode.Name name => MatchesPrelude(name.Text, item),
        CddlNode.Number number => item is ulong value && value == number.Value,
        CddlNode.Range range => item is ulong value && value >= range.Least && value <= range.Most,
        CddlNode.Sized sized => Matches(sized.Type, item) && Matches(sized.Size, Size(item)),
        CddlNode.Choice choice => choice.Types.Any(alternative => Matches(alternative, item)),
        CddlNode.Array array => item is List<object> items && MatchesArray(array.Entries, items),
        CddlNode.Map map => item is List<(object Key, object Value)> pairs && MatchesMap(map.Entries, pairs),
        _ => throw new FormatException($"a {type.GetType().Name} stands where a type should"),
    };

    private static bool MatchesPrelude(string name, object item) => name switch
    {
        "uint" => item is ulong,
        "nint" => item is long,
        "bstr" => item is byte[],
        "tstr" => item is string,
        "bool" => item is bool,
        _ => throw new FormatException($"no CDDL rule {name}"),
    };

    private static ulong Size(object item) => (ulong)(item is byte[] bytes ? bytes.Length : Encoding.UTF8.GetByteCount((string)item));

    // Arrays of ours are plain: what may be absent stands last, or the array is of one type.
    private bool MatchesArray(IReadOnlyList<CddlNode.Entry> entries, List<object> items)
    {
        if (entries is [{ Occurrence: '*' } every])
        {
            return items.TrueForAll(item => Matches(every.Value, item));
        }

        int least = entries.TakeWhile(entry => entry.Occurrence == '1').Count();
        if (entries.Skip(least).Any(entry => entry.Occurrence != '?'))
        {
            throw new FormatException("an array whose optional items do not stand last");
        }

        return items.Count >= least && items.Count <= entries.Count
            && items.Index().All(item => Matches(entries[item.Index].Value, item.Item));
    }

    private bool MatchesMap(IReadOnlyList<CddlNode.Entry> entries, List<(object Key, object Value)> pairs)
    {
        List<(object Key, object Value)> left = [.. pairs];
        return left.Select(pair => Convert.ToHexString(CborTree.Write(pair.Key))).Distinct().Count() == left.Count
            && entries.All(entry => TakeEntry(entry, left))
            && left.Count == 0;
    }

    /// <summary>Takes the pairs of an entry out of those that are left. False where the entry must be there and is not, or is wrong.</summary>
    private bool TakeEntry(CddlNode.Entry entry, List<(object Key, object Value)> left)
    {
        switch (entry)
        {
            case { Occurrence: '*', Key: not null }:
                left.RemoveAll(pair => Matches(entry.Key, pair.Key) && Matches(entry.Value, pair.Value));
                return true;
            case { Key: null, Value: CddlNode.Group group, Occurrence: '?' }:
                bool any = group.Entries.Any(part => left.Exists(pair => Matches(part.Key!, pair.Key)));
                return !any || group.Entries.All(part => TakeEntry(part, left));
            case { Key: CddlNode.Number }:
                int index = left.FindIndex(pair => Matches(entry.Key, pair.Key));
                if (index < 0)
                {
                    return entry.Occurrence == '?';
                }

                bool right = Matches(entry.Value, left[index].Value);
                left.RemoveAt(index);
                return right;
            default:
                throw new FormatException("a map's entry that this checker does not know");
        }
    }
}
