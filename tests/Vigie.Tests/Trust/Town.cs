using System.Security.Cryptography;
using System.Text.Json;
using Vigie.Contract;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust;

/// <summary>A ministry that signs profiles, a prefecture that signs mandates, a box that trusts both.</summary>
internal sealed class Town : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public Town()
    {
        Anchors = new TrustAnchors(
        [
            Anchor("Ministry", Role.Authority, Ministry), Anchor("Prefecture", Role.Authority, Prefecture),
            Anchor("Maker", Role.Maker, Maker), Anchor("Hub", Role.Hub, Hub), Anchor("Installer", Role.Installer, Installer), Anchor("Operator", Role.Operator, Operator),
            new Anchor("Old prefecture", Role.Authority, Retired.Public, Now.AddYears(-3), Now.AddYears(-1)),
        ]);
        Store = new MandateStore(Folder, Anchors, "reims", "box-17");
        Profile = Ministry.Sign(DocumentType.Profile, Bounds.Encode());
    }

    public TownClock Clock { get; } = new(Now);

    public string Folder { get; } = Directory.CreateTempSubdirectory("vigie-trust-").FullName;

    public SigningKey Ministry { get; } = Key();

    public SigningKey Prefecture { get; } = Key();

    public SigningKey Maker { get; } = Key();

    public SigningKey Hub { get; } = Key();

    public SigningKey Installer { get; } = Key();

    public SigningKey Operator { get; } = Key();

    public SigningKey Retired { get; } = Key();

    public TrustAnchors Anchors { get; }

    public MandateStore Store { get; }

    public byte[] Profile { get; }

    public static Profile Bounds { get; } = new()
    {
        Name = "test-law",
        Title = "A law for tests",
        Sources = ["Law 1"],
        From = Now.AddYears(-1),
        To = Now.AddYears(1),
        Events = ["abandoned-object", "intrusion"],
        Statistics = ["count"],
        Classes = ["car", "person"],
        Plates = PlateReading.None,
        LongestDuration = TimeSpan.FromDays(93),
        LongestRetention = TimeSpan.FromDays(30),
        StatisticsOnly = false,
        LeastPrecision = 0,
        Serial = 1,
    };

    public Mandate Order { get; } = new()
    {
        Authority = "Prefecture of Marne",
        OrderNumber = "2026-114",
        LegalBasis = "Law 1, article 2",
        Purpose = "Safety of the fair",
        Place = "Place d'Erlon, Reims",
        Boxes = [new MandateBox("reims", "box-17", ["lawn", "square"])],
        From = Now.AddDays(-1),
        To = Now.AddDays(60),
        Events = ["intrusion"],
        Statistics = [],
        Classes = ["car", "person"],
        Plates = PlateReading.None,
        Retention = TimeSpan.FromDays(7),
        StatisticsOnly = false,
        MinimumPrecision = 0,
        ProfileName = "test-law",
        ProfileHash = Convert.ToHexStringLower(SHA256.HashData(Bounds.Encode())),
        Serial = 5,
    };

    public static SigningKey Key() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public byte[] Signed(Mandate mandate, SigningKey? by = null) => (by ?? Prefecture).Sign(DocumentType.Mandate, mandate.Encode());

    public byte[] Revoking(string hash, long serial, bool lifts = false, SigningKey? by = null) => (by ?? Prefecture).Sign(
        DocumentType.Revocation, new Revocation { MandateHash = hash, Lifts = lifts, Reason = "Fair cancelled", Serial = serial }.Encode());

    /// <summary>A command as an operator signs it.</summary>
    public byte[] Command(
        CommandAction action, long counter, SigningKey? by = null, string box = "reims/box-17", TimeSpan? life = null, DateTimeOffset? now = null) => (by ?? Operator).Sign(
        DocumentType.Command,
        new CommandRecord { Action = action, Box = box, Counter = counter, Expires = (now ?? Now) + (life ?? TimeSpan.FromMinutes(1)), Reason = "Fair cancelled" }.EncodeBody());

    public InstalledMandate Install(Mandate mandate, SigningKey? by = null)
    {
        Assert.True(Store.TryInstallProfile(Profile, Now, out _, out Refusal? refusal), refusal?.ToString());
        Assert.True(Store.TryInstall(Signed(mandate, by), Now, ahead: true, out InstalledMandate? installed, out refusal), refusal?.ToString());
        return installed;
    }

    /// <summary>The box's list of whom it trusts, as a file.</summary>
    public string WriteAnchors()
    {
        string path = Path.Combine(Folder, "anchors.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            anchors = Anchors.All.Where(anchor => anchor.Name != "Old prefecture").Select(anchor => new
            {
                name = anchor.Name,
                roles = new[] { anchor.Roles.ToString().ToLowerInvariant() },
                key = anchor.Key.ToPem(),
                from = "2025-01-01",
                to = "2030-01-01",
            }),
        }));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Answers a box that asks for the time.</summary>
    public void Answer()
    {
        string question = File.ReadAllText(HubTime.QuestionPath(Folder)).Trim().Split(' ')[1];
        TimeReceipt receipt = new() { Box = "reims/box-17", Question = Convert.FromHexString(question), Time = Now };
        File.WriteAllBytes(HubTime.AnswerPath(Folder), Hub.Sign(DocumentType.TimeReceipt, receipt.Encode()));
    }

    /// <summary>Everything below the state directory, to see that nothing changed.</summary>
    public string Content() => string.Join('\n', Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "lock")
        .Order(StringComparer.Ordinal)
        .Select(file => file + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));

    public void Dispose()
    {
        foreach (SigningKey key in new[] { Ministry, Prefecture, Maker, Hub, Installer, Operator, Retired })
        {
            key.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static Anchor Anchor(string name, Role role, SigningKey key) => new(name, role, key.Public, Now.AddYears(-1), Now.AddYears(2));
}
