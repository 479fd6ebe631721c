using Vigie.Appliance.Configuration;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Tests.Appliance;

public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Right = """
        {
          // Comments are welcome.
          "site": "reims",
          "device": "box-17",
          "stateDirectory": "/var/lib/vigie",
          "videoLink": "https://video.example/{camera}?at={time}",
          "delivery": { "broker": "mqtt://127.0.0.1:1883", "encoding": "json", "outboxLimit": "64MB" },
          "cameras": [
            {
              "name": "place-drouet",
              "model": "street",
              "motion": { "heartbeat": "1.5s" },
              "masks": [ { "polygon": [[0, 0], [0.2, 0], [0.2, 0.1]] } ],
              "zones": [ { "name": "fountain", "polygon": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] } ],
              "rules": [ { "kind": "intrusion", "zone": "fountain" } ]
            }
          ]
        }
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"vigie-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_right_file_is_read_whole()
    {
        ApplianceConfiguration configuration = Read(Right, out Complaints complaints);

        Assert.Empty(complaints.All);
        Assert.Equal(("reims", "box-17", "/var/lib/vigie"), (configuration.Site, configuration.Device, configuration.StateDirectory));
        Assert.Equal("mqtt://127.0.0.1:1883", configuration.Delivery?.Brokers.Single().ToString());
        Assert.True(configuration.Delivery?.Json);
        Assert.Equal(64_000_000, configuration.Delivery?.OutboxLimit);
        CameraConfiguration camera = Assert.Single(configuration.Cameras);
        Assert.Equal((1, "place-drouet", "street", TimeSpan.FromSeconds(1.5)), (camera.Number, camera.Name, camera.Model, camera.Motion.Heartbeat));
        Assert.Equal(3, Assert.Single(camera.Masks).Corners.Length);
        Assert.Equal((1, "fountain"), (Assert.Single(camera.Zones).Number, camera.Zones[0].Name));
        Assert.Single(camera.Rules);
    }

    [Fact]
    public void Lines_are_numbered_behind_the_zones_and_what_is_wrong_with_them_is_said_at_once()
    {
        const string Lines = "\"lines\": [ { \"name\": \"gate\", \"from\": [0, 0.5], \"to\": [1, 0.5] } ], \"rules\"";
        CameraConfiguration camera = Read(Right.Replace("\"rules\"", Lines, StringComparison.Ordinal), out Complaints right).Cameras[0];
        Assert.Empty(right.All);
        Assert.Equal((2, "gate"), (Assert.Single(camera.Lines).Number, camera.Lines[0].Name));
        Assert.Equal(["fountain", "gate"], camera.Places.OrderBy(place => place.Key).Select(place => place.Value));

        const string Wrong = "\"lines\": [ { \"name\": \"fountain\", \"from\": [0, 0.5], \"to\": [0, 0.5] }, { \"name\": \"b\", \"from\": [0, 2] } ], \"rules\"";
        Read(Right.Replace("\"rules\"", Wrong, StringComparison.Ordinal), out Complaints wrong);
        Assert.Equal(
            ["$.cameras[0].lines[0].name", "$.cameras[0].lines[0].to", "$.cameras[0].lines[1].from", "$.cameras[0].lines[1].to"],
            wrong.All.Select(complaint => complaint.Path));
    }

    [Fact]
    public void Five_mistakes_are_five_complaints_at_once_each_with_path_value_and_remedy()
    {
        string wrong = Right
            .Replace("\"heartbeat\": \"1.5s\"", "\"heartbeat\": 1500", StringComparison.Ordinal)
            .Replace("\"outboxLimit\": \"64MB\"", "\"outboxLimit\": \"64 parsecs\"", StringComparison.Ordinal)
            .Replace("[0.2, 0.1]", "[0.2, 1.1]", StringComparison.Ordinal)
            .Replace("[0.9, 0.1], [0.9, 0.9]", "[0.9, 0.9], [0.9, 0.1]", StringComparison.Ordinal)
            .Replace("\"device\"", "\"devise\"", StringComparison.Ordinal);

        Read(wrong, out Complaints complaints);

        Assert.Equal(
            [
                "$.cameras[0].masks[0].polygon[2]", "$.cameras[0].motion.heartbeat", "$.cameras[0].zones[0].polygon",
                "$.delivery.outboxLimit", "$.device", "$.devise",
            ],
            complaints.All.Select(complaint => complaint.Path).Order(StringComparer.Ordinal));
        Complaint heartbeat = complaints.All.Single(complaint => complaint.Path.EndsWith("heartbeat", StringComparison.Ordinal));
        Assert.Equal("1500", heartbeat.Value);
        Assert.Contains("\"10s\"", heartbeat.Expected, StringComparison.Ordinal);
        Fault fault = Assert.Throws<Fault>(() => complaints.ThrowIfAny());
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains(_file, fault.Message, StringComparison.Ordinal);
        Assert.Contains("6 settings are wrong", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"site\": \"reims\"", "\"site\": \"a/b\"", "$.site")]
    [InlineData("\"site\": \"reims\"", "\"site\": \"reims\", \"site\": \"paris\"", "$.site")]
    [InlineData("\"/var/lib/vigie\"", "\"state\"", "$.stateDirectory")]
    [InlineData("{camera}?at={time}", "camera", "$.videoLink")]
    [InlineData("mqtt://127.0.0.1:1883", "http://127.0.0.1", "$.delivery.broker")]
    [InlineData("mqtt://127.0.0.1:1883", "mqtt://user:secret@127.0.0.1", "$.delivery.broker")]
    [InlineData("\"encoding\": \"json\"", "\"encoding\": \"xml\"", "$.delivery.encoding")]
    [InlineData("[[0, 0], [0.2, 0], [0.2, 0.1]]", "[[0, 0], [0.2, 0]]", "$.cameras[0].masks[0].polygon")]
    [InlineData("\"masks\": [ {", "\"masks\": [ 7, {", "$.cameras[0].masks[0]")]
    [InlineData("\"cameras\": [", "\"cameras\": [], \"camera\": [", "$.cameras")]
    public void Each_rule_of_the_file_is_checked(string right, string wrong, string path)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);

        Read(Right.Replace(right, wrong, StringComparison.Ordinal), out Complaints complaints);

        Assert.Contains(complaints.All, complaint => complaint.Path == path);
    }

    [Fact]
    public void Two_cameras_or_zones_of_one_name_are_refused()
    {
        const string Zone = "{ \"name\": \"fountain\", \"polygon\": [[0, 0], [1, 0], [1, 1]] }";

        Read(Right.Replace("\"zones\": [", "\"zones\": [ " + Zone + ",", StringComparison.Ordinal), out Complaints zones);
        Read(Right.Replace("\"cameras\": [", "\"cameras\": [ { \"name\": \"place-drouet\" },", StringComparison.Ordinal), out Complaints cameras);

        Assert.Equal("$.cameras[0].zones[1].name", Assert.Single(zones.All).Path);
        Assert.Equal("$.cameras[1].name", Assert.Single(cameras.All).Path);
    }

    [Theory]
    [InlineData("{ \"site\": ", "line 1")]
    [InlineData("{\n\"site\": \"a\"\n\"device\": 1 }", "line 3")]
    [InlineData("", "line 1")]
    public void What_is_no_json_is_refused_with_its_line(string text, string line)
    {
        Fault fault = Assert.Throws<Fault>(() => Read(text, out _));

        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains(line, fault.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name()
    {
        Fault fault = Assert.Throws<Fault>(() => ConfigurationReader.Read(_file + ".absent", new Complaints("x")));

        Assert.Contains(_file + ".absent", fault.Message, StringComparison.Ordinal);
    }

    private ApplianceConfiguration Read(string text, out Complaints complaints)
    {
        File.WriteAllText(_file, text);
        complaints = new Complaints(_file);
        return ConfigurationReader.Read(_file, complaints);
    }
}
