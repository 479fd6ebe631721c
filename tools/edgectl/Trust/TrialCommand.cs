using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary>
/// <c>edgectl trial</c>: plays ministry, prefecture, maker and hub for a box on this computer, with keys made for it and an order of one day that says so.
/// A box that trusts anybody already is left alone.
/// </summary>
public static class TrialCommand
{
    private const string Name = "trial";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);

    public static Command Create()
    {
        Argument<string> path = new("configuration") { Description = "The box's configuration, with a trust.anchors that is not there yet." };
        Option<string> keys = new("--keys") { Description = "New folder for the private keys.", Required = true };
        Command command = new(Name, "Let a box on this computer try its configuration for a day: makes keys, anchors, profile, order and list of networks, and puts them in place.") { path, keys };
        command.SetAction(result =>
        {
            TrialBox box = TrialBox.Read(result.GetRequiredValue(path));
            string folder = Path.GetFullPath(result.GetRequiredValue(keys));
            if (File.Exists(box.Anchors) || Directory.Exists(folder))
            {
                throw new Fault(
                    FaultKind.Denied, File.Exists(box.Anchors) ? box.Anchors : folder, "is there already: a trial changes nobody's trust", "Try with an anchors file and a folder that are not there yet.");
            }

            PrivateFile.CreateFolder(folder);
            using SigningKey ministry = NewKey(folder, "ministry"), prefecture = NewKey(folder, "prefecture"), maker = NewKey(folder, "maker"), hub = NewKey(folder, "hub");
            WriteAnchors(box.Anchors, [("ministry", "authority", ministry), ("prefecture", "authority", prefecture), ("maker", "maker", maker), ("hub", "hub", hub)]);
            Install(box, ministry, prefecture, maker);
            Console.WriteLine($"{box.Site}/{box.Device} trusts four keys of {folder}, made for this trial, and may for a day look for {string.Join(", ", box.Kinds)} on {string.Join(", ", box.Cameras)}");
            Console.WriteLine($"with \"time\": \"hub\", tell it the time while it runs: edgectl time answer --state {box.State} --key {Path.Combine(folder, "hub.pem")} --follow");
        });
        return command;
    }

    private static SigningKey NewKey(string folder, string name) => KeyFile.Create(Path.Combine(folder, name + ".pem"), "");

    private static void WriteAnchors(string file, (string Name, string Role, SigningKey Key)[] keys)
    {
        string From(int days) => DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        JsonArray anchors = [.. keys.Select(key => new JsonObject
        {
            ["name"] = $"Trial {key.Name}",
            ["roles"] = new JsonArray(key.Role),
            ["key"] = key.Key.Public.ToPem(),
            ["from"] = From(-1),
            ["to"] = From(3),
        })];
        TrustFiles.Write(file, new JsonObject { ["anchors"] = anchors }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private static void Install(TrialBox box, SigningKey ministry, SigningKey prefecture, SigningKey maker)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Profile bounds = Bounds(box, now);
        byte[] models = maker.Sign(DocumentType.ApprovedModels, new ApprovedModels { Serial = now.ToUnixTimeSeconds(), Models = box.Models }.Encode());
        MandateStore store = new(box.State, AnchorFile.Read(box.Anchors), box.Site, box.Device);
        bool installed = store.TryInstallProfile(ministry.Sign(DocumentType.Profile, bounds.Encode()), now, out _, out Refusal? refusal)
            && store.TryInstallModels(models, now, out _, out refusal)
            && store.TryInstall(prefecture.Sign(DocumentType.Mandate, Order(box, bounds, now).Encode()), now, ahead: false, out _, out refusal);
        if (!installed)
        {
            throw refusal!.ToFault(box.File);
        }
    }

    private static Profile Bounds(TrialBox box, DateTimeOffset now) => new()
    {
        Name = Name,
        Title = "A trial on one computer: no law",
        Sources = ["edgectl trial"],
        From = now.AddDays(-1),
        To = now.AddDays(3),
        Events = box.Kinds,
        Statistics = [],
        Classes = box.Classes,
        Plates = PlateReading.None,
        LongestDuration = Lasts,
        LongestRetention = Lasts,
        StatisticsOnly = false,
        LeastPrecision = 0,
        Serial = now.ToUnixTimeSeconds(),
    };

    private static Mandate Order(TrialBox box, Profile bounds, DateTimeOffset now) => new()
    {
        Authority = "Trial, ordered by nobody",
        OrderNumber = "trial",
        LegalBasis = "none: a trial on one computer",
        Purpose = "To see what a configuration does",
        Place = "This computer",
        Boxes = [new MandateBox(box.Site, box.Device, box.Cameras)],
        From = now,
        To = now + Lasts,
        Events = box.Kinds,
        Statistics = [],
        Classes = box.Classes,
        Plates = PlateReading.None,
        Retention = Lasts,
        StatisticsOnly = false,
        MinimumPrecision = 0,
        ProfileName = bounds.Name,
        ProfileHash = Convert.ToHexStringLower(SHA256.HashData(bounds.Encode())),
        Serial = now.ToUnixTimeSeconds(),
    };
}
