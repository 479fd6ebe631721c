namespace Vigie.Tests.Contract.Cddl;

/// <summary>CDDL (RFC 8610), as far as <c>vigie.cddl</c> uses it.</summary>
internal abstract record CddlNode
{
    /// <summary>A rule or a prelude type by its name.</summary>
    public sealed record Name(string Text) : CddlNode;

    /// <summary>One unsigned number.</summary>
    public sealed record Number(ulong Value) : CddlNode;

    /// <summary>Unsigned numbers from one to another, both included.</summary>
    public sealed record Range(ulong Least, ulong Most) : CddlNode;

    /// <summary>A string type with the permitted numbers of bytes.</summary>
    public sealed record Sized(CddlNode Type, CddlNode Size) : CddlNode;

    /// <summary>Any of some types.</summary>
    public sealed record Choice(IReadOnlyList<CddlNode> Types) : CddlNode;

    /// <summary>An array.</summary>
    public sealed record Array(IReadOnlyList<Entry> Entries) : CddlNode;

    /// <summary>A map.</summary>
    public sealed record Map(IReadOnlyList<Entry> Entries) : CddlNode;

    /// <summary>Entries that occur together.</summary>
    public sealed record Group(IReadOnlyList<Entry> Entries) : CddlNode;

    /// <summary>
    /// One entry of an array or map. A key written with a colon is cut (section 3.5.4): where it is there, no other entry may take
    /// its pair.
    /// </summary>
    public sealed record Entry(char Occurrence, CddlNode? Key, CddlNode Value);
}
