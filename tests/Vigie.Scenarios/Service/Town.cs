using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Scenarios.Service;

/// <summary>Who signs for a test's box: a ministry its profile, a prefecture its orders, a maker its networks, a hub its time.</summary>
internal sealed class Town : IDisposable
{
    private readonly SigningKey _ministry;
    private readonly SigningKey _prefecture;
    private readonly SigningKey _maker;
    private readonly SigningKey _hub;
    private readonly SigningKey _operator;
    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    private readonly Profile _bounds;
    private long _serial;

    public Town(TemporaryFolder folder)
    {
        _ministry = KeyFile.Create(folder["ministry.pem"]);
        _prefecture = KeyFile.Create(folder["prefecture.pem"]);
        _maker = KeyFile.Create(folder["maker.pem"]);
        _hub = KeyFile.Create(folder["hub.pem"]);
        _operator = KeyFile.Create(folder["operator.pem"]);
        _bounds = Bounds();
    }

    private Profile Bounds() => new()
    {
        Name = "test-law",
        Title = "A law for tests",
        Sources = ["Law 1"],
        From = _now.AddYears(-1),
        To = _now.AddYears(1),
        Events = ["fall", "gathering", "intrusion", "line", "loitering", "tamper"],
        Statistics = [],
        Classes = [.. ObjectClasses.CocoNames.Order(StringComparer.Ordinal)],
        Plates = PlateReading.None,
        LongestDuration = TimeSpan.FromDays(93),
        LongestRetention = TimeSpan.FromDays(30),
        StatisticsOnly = false,
        LeastPrecision = 0,
        Serial = 1,
    };

    /// <summary>Whom the box trusts, as the installer puts it into place.</summary>
    public void WriteAnchors(string path)
    {
        (string Name, string Role, SigningKey Key)[] keys =
        [
            ("Ministry", "authority", _ministry), ("Prefecture", "authority", _prefecture), ("Maker", "maker", _maker), ("Hub", "hub", _hub),
            ("Control room", "operator", _operator),
        ];
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            anchors = keys.Select(key => new { name = key.Name, roles = new[] { key.Role }, key = key.Key.Public.ToPem(), from = "2025-01-01", to = "2036-01-01" }),
        }));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    /// <summary>The signed profile.</summary>
    public byte[] Profile() => _ministry.Sign(DocumentType.Profile, _bounds.Encode());

    /// <summary>The signed list of networks that may run.</summary>
    public byte[] Models(params string[] sha256) =>
        Listed(sha256.Distinct().Select(hash => new ApprovedModel(hash, "network", ModelOutput.Boxes, "A reviewer")));

    /// <summary>The same, with one that tells postures.</summary>
    public byte[] ModelsAndPostures(string boxes, string joints) => Listed(
        [new ApprovedModel(boxes, "network", ModelOutput.Boxes, "A reviewer"), new ApprovedModel(joints, "postures", ModelOutput.Joints, "A reviewer")]);

    private byte[] Listed(IEnumerable<ApprovedModel> models) => _maker.Sign(
        DocumentType.ApprovedModels,
        new ApprovedModels { Serial = ++_serial, Models = [.. models.OrderBy(model => model.Hash, StringComparer.Ordinal)] }.Encode());

    /// <summary>An order for cameras of a box; each is a newer version of the one before.</summary>
    public byte[] Order(string site, string device, IEnumerable<string> cameras, Func<Mandate, Mandate>? change = null)
    {
        Mandate order = new()
        {
            Authority = "Prefecture of Marne",
            OrderNumber = "2026-114",
            LegalBasis = "Law 1, article 2",
            Purpose = "Safety of the fair",
            Place = "Place d'Erlon, Reims",
            Boxes = [new MandateBox(site, device, [.. cameras.Distinct().Order(StringComparer.Ordinal)])],
            From = _now.AddDays(-1),
            To = _now.AddDays(60),
            Events = ["intrusion"],
            Statistics = [],
            Classes = _bounds.Classes,
            Plates = PlateReading.None,
            Retention = TimeSpan.FromDays(7),
            StatisticsOnly = false,
            MinimumPrecision = 0,
            ProfileName = _bounds.Name,
            ProfileHash = Convert.ToHexStringLower(SHA256.HashData(_bounds.Encode())),
            Serial = ++_serial,
        };
        return _prefecture.Sign(DocumentType.Mandate, (change?.Invoke(order) ?? order).Encode());
    }

    /// <summary>Stops an order, or lifts the stop.</summary>
    public byte[] Word(byte[] order, bool lifts) => _prefecture.Sign(
        DocumentType.Revocation, new Revocation { MandateHash = HashOf(order), Lifts = lifts, Reason = "Fair cancelled", Serial = ++_serial }.Encode());

    /// <summary>What an authority signs with.</summary>
    public byte[] Sign(DocumentType type, byte[] payload) => _prefecture.Sign(type, payload);

    /// <summary>What a document is called.</summary>
    public static string HashOf(byte[] order)
    {
        Assert.True(SignedDocument.TryReadUnverified(order, DocumentType.Mandate, out SignedDocument? document, out Refusal? refusal), refusal?.ToString());
        return document.Hash;
    }

    /// <summary>SHA-256 of a model folder's network, as its manifest has it.</summary>
    public static string NetworkOf(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "model.json")))!["network"]!["sha256"]!.GetValue<string>();

    /// <summary>Answers a box that asks for the time, as a hub does, until it is told to stop.</summary>
    /// <param name="state">The box's state directory; null while there is none.</param>
    /// <param name="stop">Ends it.</param>
    public async Task AnswerAsync(Func<string?> state, CancellationToken stop)
    {
        string asked = "";
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(100, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                asked = state() is { } folder ? Answer(folder, asked) : asked;
            }
            catch (IOException)
            {
                // The box, or its whole state, went away meanwhile: another may come.
                asked = "";
            }
        }
    }

    private string Answer(string state, string before)
    {
        string question = File.Exists(HubTime.QuestionPath(state)) ? File.ReadAllText(HubTime.QuestionPath(state)).Trim() : before;
        if (question != before && question.Split(' ') is [string box, string hex])
        {
            TimeReceipt receipt = new() { Box = box, Question = Convert.FromHexString(hex), Time = DateTimeOffset.UtcNow };
            // Renamed into its place, readable by the box's own user.
            string answer = HubTime.AnswerPath(state), aside = answer + ".new";
            File.WriteAllBytes(aside, _hub.Sign(DocumentType.TimeReceipt, receipt.Encode()));
            File.Move(aside, answer, overwrite: true);
        }

        return question;
    }

    public void Dispose()
    {
        foreach (SigningKey key in new[] { _ministry, _prefecture, _maker, _hub, _operator })
        {
            key.Dispose();
        }
    }
}
