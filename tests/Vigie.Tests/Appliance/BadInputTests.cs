using System.Text;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Models;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Tests.House;
using Vigie.Vision.Models;

namespace Vigie.Tests.Appliance;

/// <summary>Whatever can be wrong with zones, lines and rules: all of it at once, at the door, each with what would be right.</summary>
public sealed class BadInputTests
{
    private const string Wrong = """
        {
          "site": "reims", "device": "box-17", "stateDirectory": "/tmp/vigie-unused",
          "calendar": { "timeZone": "Europe/Rheims", "latitude": 100, "longitude": 4, "holidays": ["31-12"] },
          "cameras": [ {
            "name": "square",
            "zones": [
              { "name": "lawn", "polygon": [[0, 0], [1, 0], [1, 1]] },
              { "name": "stick", "polygon": [[0, 0], [1, 1]] }
            ],
            "lines": [ { "name": "point", "from": [0.5, 0.5], "to": [0.5, 0.5] } ],
            "rules": [
              { "kind": "intrusion", "zone": "lawm" },
              { "kind": "intrusion", "zone": "lawn", "dwell": "2h", "classes": ["person", "hovercraft"], "name": "twin" },
              { "kind": "line", "line": "point", "limit": 0, "name": "twin" },
              { "kind": "gathering", "zone": "lawn", "persons": 1, "distance": "30heights" },
              { "kind": "loitering", "zone": "lawn", "shadow": "1s", "unmeasured": 1,
                "schedule": [ { "from": "25:00", "to": "dawn", "days": ["funday"] } ] },
              { "kind": "levitation" }
            ]
          } ]
        }
        """;

    private static readonly string[] Expected =
    [
        """$.calendar.timeZone: "Europe/Rheims": expected an IANA time zone""",
        "$.calendar.latitude: 100: expected a number from -90 to 90",
        """$.calendar.holidays: ["31-12"]: expected dates""",
        "$.cameras[0].zones[1].polygon: [[0, 0], [1, 1]]: expected at least three corners",
        "$.cameras[0].lines[0].to: [0.5, 0.5]: is where the line begins: a line has a length",
        """$.cameras[0].rules[0].zone: "lawm": expected the name of a zone: this camera has "lawn", "stick" """,
        """$.cameras[0].rules[1].classes: ["person", "hovercraft"]: "hovercraft" is not known: expected an array of classes that the model knows: "person", "bicycle", """,
        """$.cameras[0].rules[1].dwell: "2h": expected a duration with its unit""",
        "$.cameras[0].rules[2].limit: 0: expected a whole number from 1 to 1000",
        """$.cameras[0].rules[2].name: "twin": $.cameras[0].rules[1] has this name: give each its own""",
        "$.cameras[0].rules[3].persons: 1: expected a whole number from 2 to 255",
        """$.cameras[0].rules[3].distance: "30heights": expected a length in heights""",
        """$.cameras[0].rules[4].schedule[0].from: "25:00": expected a time of day""",
        """$.cameras[0].rules[4].schedule[0].to: "dawn": expected a time of day""",
        """$.cameras[0].rules[4].schedule[0].days: ["funday"]: expected days""",
        """$.cameras[0].rules[4].shadow: "1s": expected a duration with its unit (ms, s, min, h, d) from 1min to 30d""",
        "$.cameras[0].rules[4].unmeasured: 1: expected true or false",
        """$.cameras[0].rules[5].kind: "levitation": expected the kind of a rule: "abandoned", """,
    ];

    /// <summary>Postures are for the rule <c>fall</c> alone, and of a model that tells them.</summary>
    [Theory]
    [InlineData("movenet-lightning", "fall", "")]
    [InlineData("movenet-lightning", "intrusion", "\"movenet-lightning\": nobody may ask how persons hold themselves but a rule \"fall\", and this camera has none: take it out")]
    [InlineData("street", "fall", "\"street\": it does something else: the head.kind of its manifest is not movenet")]
    [InlineData("nowhere", "fall", "\"nowhere\": ")]
    public void What_reads_postures_is_checked_at_the_door(string pose, string kind, string expected)
    {
        Complaints complaints = new("config.json");
        byte[] asked = Encoding.UTF8.GetBytes($$"""
            { "site": "s", "device": "d", "stateDirectory": "/tmp/d", "cameras": [ { "name": "c", "pose": "{{pose}}",
              "zones": [ { "name": "z", "polygon": [[0, 0], [1, 0], [1, 1]] } ], "rules": [ { "kind": "{{kind}}", "zone": "z", "unmeasured": true } ] } ] }
            """);
        ApplianceConfiguration configuration = ConfigurationReader.Read("config.json", asked, complaints);
        CameraPlan? plan = CameraPlan.Read(Assert.Single(configuration.Cameras), new BoxModels(new ModelFolders(SourceTree.Full("models"))), complaints);
        string[] said = [.. complaints.All.Select(complaint => complaint.ToString())];
        Assert.Equal(expected.Length == 0 ? 0 : 1, said.Length);
        Assert.All(said, line => Assert.StartsWith($"$.cameras[0].pose: {expected}", line, StringComparison.Ordinal));
        Assert.Equal(expected.Length == 0 ? "movenet-lightning" : null, expected.Length == 0 ? plan!.Pose!.Name : null);
    }

    [Fact]
    public void All_of_it_is_said_at_once()
    {
        Complaints complaints = new("config.json");
        ApplianceConfiguration configuration = ConfigurationReader.Read("config.json", Encoding.UTF8.GetBytes(Wrong), complaints);
        CameraPlan.Read(Assert.Single(configuration.Cameras), new BoxModels(ModelFolders.Default()), complaints);

        string[] said = [.. complaints.All.Select(complaint => complaint.ToString())];
        foreach (string expected in Expected)
        {
            string start = expected.TrimEnd();
            Assert.True(said.Count(line => line.StartsWith(start, StringComparison.Ordinal)) == 1, $"expected once: {start}\nsaid:\n{string.Join('\n', said)}");
        }

        Assert.Equal(Expected.Length, said.Length);
        Fault fault = Assert.Throws<Fault>(() => complaints.ThrowIfAny());
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains($"{Expected.Length} settings are wrong", fault.Message, StringComparison.Ordinal);
    }
}
