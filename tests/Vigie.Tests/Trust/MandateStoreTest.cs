using System.Formats.Cbor;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

/// <summary>Each kind of bad input is refused by name, and changes nothing on disk.</summary>
public sealed class MandateStoreTest : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void A_good_mandate_is_installed_and_may_come_again()
    {
        InstalledMandate installed = _town.Install(_town.Order);
        Assert.Equal(["lawn", "square"], installed.Cameras);
        Assert.Equal(installed.Hash, Assert.Single(_town.Store.Read()).Hash);
        _town.Install(_town.Order);
        Assert.Single(_town.Store.Read());
    }

    public static TheoryData<string, RefusalReason> BadOrders => new()
    {
        { "expired", RefusalReason.Expired },
        { "not yet valid", RefusalReason.NotYetValid },
        { "another box", RefusalReason.OtherBox },
        { "unknown key", RefusalReason.UnknownKey },
        { "wrong role", RefusalReason.WrongRole },
        { "key out of date", RefusalReason.KeyNotInDate },
        { "from after to", RefusalReason.Contradiction },
        { "statistics only with events", RefusalReason.Contradiction },
        { "no event", RefusalReason.Contradiction },
        { "own profile", RefusalReason.OwnProfile },
        { "unknown profile", RefusalReason.UnknownProfile },
        { "beyond profile: event", RefusalReason.BeyondProfile },
        { "beyond profile: duration", RefusalReason.BeyondProfile },
        { "beyond profile: plates", RefusalReason.BeyondProfile },
        { "two at once", RefusalReason.TwoAtOnce },
        { "replayed", RefusalReason.Replayed },
        { "same serial, other content", RefusalReason.Replayed },
        { "unknown field", RefusalReason.UnknownField },
        { "field missing", RefusalReason.BadField },
        { "unsorted", RefusalReason.BadField },
        { "invisible characters", RefusalReason.BadField },
        { "long integer", RefusalReason.NotCanonical },
        { "truncated", RefusalReason.Malformed },
        { "10 MB", RefusalReason.TooLarge },
        { "another type", RefusalReason.OtherType },
        { "untagged", RefusalReason.NotCanonical },
        { "revoked before it came", RefusalReason.Revoked },
    };

    [Theory]
    [MemberData(nameof(BadOrders))]
    public void A_bad_one_changes_nothing(string what, RefusalReason reason)
    {
        _town.Install(_town.Order);
        Mandate next = _town.Order with { Serial = 6, OrderNumber = "2026-115", Boxes = [new MandateBox("reims", "box-17", ["bridge"])] };
        byte[] bytes = Bad(what, next);
        string before = _town.Content();
        Assert.False(_town.Store.TryInstall(bytes, Town.Now, ahead: false, out InstalledMandate? installed, out Refusal? refusal), what);
        Assert.Null(installed);
        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(before, _town.Content());
        // And it is the badness that was refused: the good one goes in.
        Assert.True(_town.Store.TryInstall(_town.Signed(next), Town.Now, ahead: false, out _, out refusal), refusal?.ToString());
    }

    [Fact]
    public void A_newer_version_of_an_order_takes_the_place_of_the_older_one()
    {
        _town.Install(_town.Order);
        InstalledMandate newer = _town.Install(_town.Order with { Serial = 6, Purpose = "Safety of the market" });
        Assert.Equal(newer.Hash, Assert.Single(_town.Store.Read()).Hash);
        Assert.False(_town.Store.TryInstall(_town.Signed(_town.Order), Town.Now, ahead: false, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.Replayed, refusal.Reason);
    }

    [Fact]
    public void Any_authority_stops_and_only_the_signer_lifts()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 1, by: _town.Ministry), out _, out _));
        Assert.Equal(RefusalReason.Revoked, Assert.Single(_town.Store.Read()).Obstacle!.Reason);
        Assert.Equal(RefusalReason.WrongRole, RefusedWord(_town.Revoking(mandate.Hash, 2, lifts: true, by: _town.Ministry)));
        Assert.Equal(RefusalReason.WrongRole, RefusedWord(_town.Revoking(mandate.Hash, 2, lifts: true, by: _town.Installer)));
        Assert.Equal(RefusalReason.Revoked, Assert.Single(_town.Store.Read()).Obstacle!.Reason);
        byte[] lift = _town.Revoking(mandate.Hash, 2, lifts: true);
        Assert.True(_town.Store.TryRevoke(lift, out _, out _));
        Assert.Null(Assert.Single(_town.Store.Read()).Obstacle);
        Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 3), out _, out _));
        Assert.Equal(RefusalReason.Replayed, RefusedWord(lift));
        Assert.Equal(RefusalReason.Revoked, Assert.Single(_town.Store.Read()).Obstacle!.Reason);
    }

    [Fact]
    public void A_damaged_revocation_still_stops()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 1), out _, out _));
        File.WriteAllText(Path.Combine(_town.Folder, "trust/revocations", mandate.Hash + ".cose"), "");
        Assert.Equal(RefusalReason.Revoked, Assert.Single(_town.Store.Read()).Obstacle!.Reason);
    }

    [Fact]
    public void A_key_that_is_trusted_no_more_takes_its_mandates_along()
    {
        _town.Install(_town.Order);
        MandateStore other = new(_town.Folder, new TrustAnchors([.. _town.Anchors.All.Where(anchor => anchor.Name != "Prefecture")]), "reims", "box-17");
        InstalledMandate mandate = Assert.Single(other.Read());
        Assert.Equal(RefusalReason.UnknownKey, mandate.Obstacle!.Reason);
        Assert.Empty(mandate.Cameras);
    }

    [Fact]
    public void A_mandate_under_another_name_is_not_used()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        string folder = Path.Combine(_town.Folder, "trust/mandates");
        File.Move(Path.Combine(folder, mandate.Hash + ".cose"), Path.Combine(folder, new string('0', 64) + ".cose"));
        Assert.NotNull(Assert.Single(_town.Store.Read()).Obstacle);
    }

    [Fact]
    public void A_mandate_needs_the_newest_profile()
    {
        _town.Install(_town.Order);
        byte[] stricter = _town.Ministry.Sign(DocumentType.Profile, (Town.Bounds with { Serial = 2, LeastPrecision = 50 }).Encode());
        Assert.True(_town.Store.TryInstallProfile(stricter, Town.Now, out _, out _));
        Assert.Null(Assert.Single(_town.Store.Read()).Obstacle);
        Assert.False(_town.Store.TryInstall(_town.Signed(_town.Order with { Serial = 7 }), Town.Now, ahead: false, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.UnknownProfile, refusal.Reason);
        Assert.False(_town.Store.TryInstallProfile(_town.Profile, Town.Now, out _, out refusal));
        Assert.Equal(RefusalReason.Replayed, refusal.Reason);
    }

    private RefusalReason RefusedWord(byte[] bytes)
    {
        Assert.False(_town.Store.TryRevoke(bytes, out _, out Refusal? refusal));
        return refusal.Reason;
    }

    private byte[] Bad(string what, Mandate next) => what switch
    {
        "expired" => _town.Signed(next with { From = Town.Now.AddDays(-9), To = Town.Now }),
        "not yet valid" => _town.Signed(next with { From = Town.Now.AddSeconds(1) }),
        "another box" => _town.Signed(next with { Boxes = [new MandateBox("reims", "box-18", ["bridge"])] }),
        "unknown key" => _town.Signed(next, Town.Key()),
        "wrong role" => _town.Signed(next, _town.Installer),
        "key out of date" => _town.Signed(next, _town.Retired),
        "from after to" => _town.Signed(next with { From = next.To, To = next.From }),
        "statistics only with events" => _town.Signed(next with { StatisticsOnly = true, Statistics = ["count"] }),
        "no event" => _town.Signed(next with { Events = [] }),
        "own profile" => _town.Signed(next, _town.Ministry),
        "unknown profile" => _town.Signed(next with { ProfileHash = new string('a', 64) }),
        "beyond profile: event" => _town.Signed(next with { Events = ["intrusion", "loitering"] }),
        "beyond profile: duration" => _town.Signed(next with { To = next.From.AddDays(94) }),
        "beyond profile: plates" => _town.Signed(next with { Plates = PlateReading.Comparison }),
        "two at once" => _town.Signed(next with { Boxes = [new MandateBox("reims", "box-17", ["square"])] }),
        "replayed" => _town.Signed(next with { Serial = 4 }),
        "same serial, other content" => _town.Signed(next with { Serial = 5 }),
        "revoked before it came" => RevokedFirst(_town.Signed(next with { Purpose = "Another" })),
        _ => Reencoded(what, next),
    };

    private byte[] Reencoded(string what, Mandate next)
    {
        byte[] good = next.Encode();
        byte[] signed = _town.Signed(next);
        return what switch
        {
            "unknown field" => Sign([(byte)(good[0] + 1), .. good[1..], 0x14, 0x01]),
            "field missing" => Sign([(byte)(good[0] - 1), .. good[1..^2]]),
            "unsorted" => Sign(Swapped(good)),
            "invisible characters" => Sign((next with { Place = "Place\u202Eecalp" }).Encode()),
            // Field 1 as 18 01 instead of 01.
            "long integer" => Sign([good[0], 0x01, 0x18, 0x01, .. good[3..]]),
            "truncated" => signed[..^1],
            "10 MB" => new byte[10_000_000],
            "another type" => _town.Prefecture.Sign(DocumentType.Profile, good),
            "untagged" => signed[1..],
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such case"),
        };
    }

    // "car" and "person" the other way round, which says the same.
    private static byte[] Swapped(byte[] payload)
    {
        byte[] sorted = Texts("car", "person");
        int at = payload.AsSpan().IndexOf(sorted);
        return [.. payload[..at], .. Texts("person", "car"), .. payload[(at + sorted.Length)..]];
    }

    private static byte[] Texts(params string[] texts)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(texts.Length);
        Array.ForEach(texts, writer.WriteTextString);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private byte[] Sign(byte[] payload) => _town.Prefecture.Sign(DocumentType.Mandate, payload);

    private byte[] RevokedFirst(byte[] signed)
    {
        Assert.True(SignedDocument.TryReadUnverified(signed, DocumentType.Mandate, out SignedDocument? document, out _));
        Assert.True(_town.Store.TryRevoke(_town.Revoking(document.Hash, 1), out _, out _));
        return signed;
    }
}
