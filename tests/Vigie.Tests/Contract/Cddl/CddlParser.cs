using System.Text.RegularExpressions;

namespace Vigie.Tests.Contract.Cddl;

/// <summary>Reads the part of CDDL that <c>vigie.cddl</c> uses; anything else is refused, so that nothing is ever passed over.</summary>
internal sealed partial class CddlParser
{
    private readonly Queue<string> _tokens;

    private CddlParser(string text)
    {
        string bare = Comment().Replace(text, "");
        _tokens = new Queue<string>(Token().Matches(bare).Select(match => match.Value));
        string left = Token().Replace(bare, "");
        if (left.Trim().Length > 0)
        {
            throw new FormatException($"CDDL that this reader does not know: {left.Trim()}");
        }
    }

    public static IReadOnlyDictionary<string, CddlNode> Parse(string text)
    {
        CddlParser parser = new(text);
        Dictionary<string, CddlNode> rules = [];
        while (parser._tokens.Count > 0)
        {
            string name = parser._tokens.Dequeue();
            parser.Take("=");
            rules.Add(name, parser.Type());
        }

        return rules;
    }

    private CddlNode Type()
    {
        List<CddlNode> types = [Type1()];
        while (TryTake("/"))
        {
            types.Add(Type1());
        }

        return types is [var only] ? only : new CddlNode.Choice(types);
    }

    private CddlNode Type1()
    {
        CddlNode type = Type2();
        return (type, Peek) switch
        {
            (CddlNode.Number least, "..") when TryTake("..") => new CddlNode.Range(least.Value, ((CddlNode.Number)Type2()).Value),
            (CddlNode.Name, ".size") when TryTake(".size") => new CddlNode.Sized(type, Type2()),
            _ => type,
        };
    }

    private CddlNode Type2()
    {
        string token = _tokens.Dequeue();
        switch (token)
        {
            case "{": return new CddlNode.Map(Entries("}"));
            case "[": return new CddlNode.Array(Entries("]"));
            case "(":
                CddlNode type = Type();
                Take(")");
                return type;
            default:
                return char.IsAsciiDigit(token[0]) ? new CddlNode.Number(ulong.Parse(token, null))
                    : char.IsAsciiLetter(token[0]) ? new CddlNode.Name(token)
                    : throw new FormatException($"no CDDL type: {token}");
        }
    }

    private List<CddlNode.Entry> Entries(string end)
    {
        List<CddlNode.Entry> entries = [];
        while (!TryTake(end))
        {
            entries.Add(Entry());
            if (Peek != end)
            {
                Take(",");
            }
        }

        return entries;
    }

    private CddlNode.Entry Entry()
    {
        char occurrence = TryTake("?") ? '?' : TryTake("*") ? '*' : '1';
        if (TryTake("("))
        {
            return new CddlNode.Entry(occurrence, null, new CddlNode.Group(Entries(")")));
        }

        CddlNode type = Type();
        return TryTake(":") ? new CddlNode.Entry(occurrence, type, Type())
            : TryTake("=>") ? new CddlNode.Entry(occurrence, type is CddlNode.Number ? Cutless(type) : type, Type())
            : new CddlNode.Entry(occurrence, null, type);
    }

    private static CddlNode Cutless(CddlNode key) => throw new FormatException($"write {key} with a colon, so that its key is cut");

    private string Peek => _tokens.TryPeek(out string? token) ? token : "";

    private bool TryTake(string token) => Peek == token && _tokens.TryDequeue(out _);

    private void Take(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"CDDL: expected {token}, found {Peek}");
        }
    }

    [GeneratedRegex(@";[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.size|\.\.|=>|[A-Za-z][A-Za-z0-9]*|[0-9]+|[=/{}\[\](),:?*]")]
    private static partial Regex Token();
}
