namespace Vigie.Chaos.Faults;

/// <summary>A network namespace at the end of a veth pair, and nftables in it. Needs root.</summary>
internal sealed class Cable : IDisposable
{
    private readonly string _space;
    private readonly string _end;

    public Cable(Stage stage)
    {
        Privileges.Require("ip", "nft");
        (_space, _end) = ($"vigie-{stage.Number}", $"vigie-{stage.Number}");
        // Addresses that are nobody's (RFC 2544, section C.2.2); each row has its own.
        string net = $"198.18.{stage.Number}.";
        Here = net + "1";
        Tool.Run("ip", "netns", "add", _space);
        stage.Keep(this);
        Tool.Run("ip", "link", "add", _end, "type", "veth", "peer", "name", "box", "netns", _space);
        Tool.Run("ip", "addr", "add", net + "1/24", "dev", _end);
        Tool.Run("ip", "link", "set", _end, "up");
        Tool.Run("ip", "-n", _space, "addr", "add", net + "2/24", "dev", "box");
        Tool.Run("ip", "-n", _space, "link", "set", "box", "up");
    }

    /// <summary>The address at this end.</summary>
    public string Here { get; }

    /// <summary>In front of a command that is to run at the other end.</summary>
    public string[] Inside => ["ip", "netns", "exec", _space];

    /// <summary>From now on each packet, either way, meets this rule (nft(8)).</summary>
    public void Spoil(string rule) => Tool.Run(
        [.. Inside, "nft", $"table inet bad {{ chain in {{ type filter hook input priority 0; {rule}; }}; chain out {{ type filter hook output priority 0; {rule}; }}; }}"]);

    public void Mend() => Tool.Run([.. Inside, "nft", "flush ruleset"]);

    public void Pull() => Tool.Run("ip", "link", "set", _end, "down");

    public void PutBack() => Tool.Run("ip", "link", "set", _end, "up");

    // The pair goes with its namespace; what still runs in it was ended before.
    public void Dispose() => Tool.Run("ip", "netns", "del", _space);
}
