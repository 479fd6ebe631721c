using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Service;
using Vigie.Appliance.Telemetry;
using Vigie.Core.Settings;
using Vigie.Tests.Trust;

namespace Vigie.Tests.Appliance;

/// <summary>What of the machine must be right: above all its clock.</summary>
public sealed class StartChecksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-start-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_clock_that_is_not_set_is_told_with_other_complaints_and_alone_is_none()
    {
        ApplianceConfiguration configuration = ApplianceConfiguration.Bare("street", _folder);
        Complaints alone = new("a.json"), together = new("b.json");
        together.Add("$.site", "", "is missing");

        StartChecks.Check(configuration, alone, _time);
        StartChecks.Check(configuration, together, _time);

        Assert.Empty(alone.All);
        Assert.Contains(together.All, complaint => complaint.Path == "clock" && complaint.Value.StartsWith("1970", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_directory_whose_socket_would_be_too_long_is_refused()
    {
        Complaints complaints = new("a.json");

        StartChecks.Check(ApplianceConfiguration.Bare("street", Path.Combine(_folder, new string('a', 120))), complaints, TimeProvider.System);

        Assert.Contains(complaints.All, complaint => complaint.Path == "status socket");
    }

    [Fact]
    public async Task No_camera_starts_before_the_clock_is_set()
    {
        // Not from 1970: each timer would ring for 56 years.
        FakeTimeProvider time = new(StartChecks.EarliestTime.AddHours(-1));
        using Town town = new();
        OrderSettings trusted = new(town.WriteAnchors(), "hub", null);
        ApplianceConfiguration configuration = ApplianceConfiguration.Bare("street", _folder) with { Cameras = [], Trust = trusted };
        BoxPlan plan = new("box.json", "{}"u8.ToArray(), configuration, []);
        using ServiceStart start = new("box.json", plan, null, BoxTrust.Open(configuration, NullLoggerFactory.Instance, time));
        using BoxMeter meter = new();
        using Lifetime lifetime = new();
        using BoxService service = new(start, meter, lifetime, NullLoggerFactory.Instance, time);

        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("waiting for the clock", await StateAsync(time, "waiting for the clock"));
        Assert.False(File.Exists(LastGood.PathIn(_folder)));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("running", await StateAsync(time, "running"));
        await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.Null(service.Failure);
        Assert.True(File.Exists(LastGood.PathIn(_folder)));
    }

    private async Task<string> StateAsync(FakeTimeProvider time, string awaited)
    {
        string state = "";
        for (int i = 0; i < 300 && state != awaited; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            string socket = StatusPlace.Of(_folder);
            if (File.Exists(socket))
            {
                (byte[] json, _) = await StatusClient.AskAsync(socket);
                state = JsonNode.Parse(json)!["state"]!.GetValue<string>();
            }

            // The service looks once a second, by this clock.
            time.Advance(TimeSpan.FromSeconds(1));
        }

        return state;
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stop.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stop.Cancel();

        public void Dispose() => _stop.Dispose();
    }
}
