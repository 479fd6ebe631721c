using System.Text.Json;

namespace Vigie.Chaos.Boxes;

/// <summary>What a box is to do: said to its process in JSON.</summary>
internal sealed record BoxOptions
{
    /// <summary>Folder of its state; made where absent.</summary>
    public required string State { get; init; }

    /// <summary>Where it notes what its outbox told it to be durable. Not on the disk that is cut, filled or restored.</summary>
    public required string Told { get; init; }

    /// <summary>Brokers as configured, <c>mqtt://</c> or <c>mqtts://</c>.</summary>
    public required string[] Brokers { get; init; }

    /// <summary>Events a second.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Whether MQTT 3.1.1 is spoken.</summary>
    public bool Old { get; init; }

    /// <summary>Folder with <c>authority.crt</c>, <c>box.crt</c>, <c>box.key</c> and <c>revoked.crl</c>; null: not encrypted.</summary>
    public string? Certificates { get; init; }

    /// <summary>What its clock says at the start; null: the truth.</summary>
    public DateTimeOffset? Clock { get; init; }

    /// <summary>Public key of the operator whose commands it takes, PEM; null: it asks for none.</summary>
    public string? Operator { get; init; }

    /// <summary>Whether its outbox flushes what it calls durable (fsync(2)).</summary>
    public bool Flushes { get; init; } = true;

    /// <summary>Whether what its outbox refuses is noted as well: not where the process dies with a disk that takes no record of a gap.</summary>
    public bool NotesRefused { get; init; } = true;

    public static BoxOptions Parse(string text) =>
        JsonSerializer.Deserialize(text, BoxJson.Default.BoxOptions) ?? throw new FormatException("no options");

    public override string ToString() => JsonSerializer.Serialize(this, BoxJson.Default.BoxOptions);
}
