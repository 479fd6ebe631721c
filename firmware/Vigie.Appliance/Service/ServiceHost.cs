using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Telemetry;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>The .NET generic host around the service: log, signals, metrics. Reads no other configuration than the one file.</summary>
internal static class ServiceHost
{
    // Cameras stop within moments; the broker gets seconds. What takes longer ends by systemd's own limit.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private const int MetricsEvery = 10_000;

    // A collector that does not answer does not hold up the end of the service for longer.
    private const int MetricsPatience = 3_000;

    /// <summary>Runs the service until it is told to stop, or cannot go on.</summary>
    /// <param name="start">What it starts with; stays the caller's.</param>
    /// <param name="loggers">Where all of it speaks; stays the caller's.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ServiceStart start, ILoggerFactory loggers)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(start)
            .AddSingleton(loggers)
            .AddSingleton<BoxMeter>()
            .AddSingleton<BoxService>()
            .AddSingleton<IHostLifetime, SignalLifetime>()
            .AddHostedService(services => services.GetRequiredService<BoxService>());
        if (start.Plan.Configuration.Telemetry is { } telemetry)
        {
            AddMetrics(builder.Services, start.Plan.Configuration, telemetry);
        }

        using IHost host = builder.Build();
        BoxService service = host.Services.GetRequiredService<BoxService>();
        await host.RunAsync();
        return service.Failure switch
        {
            null => 0,
            Fault fault => fault.ExitCode,
            _ => new Fault(FaultKind.Bug, "", "", "").ExitCode,
        };
    }

    private static void AddMetrics(IServiceCollection services, ApplianceConfiguration configuration, TelemetryConfiguration telemetry) => services
        .AddSingleton(provider => new CollectorWatch(telemetry.Metrics, provider.GetRequiredService<ILogger<CollectorWatch>>()))
        .AddOptions<OtlpExporterOptions>().Configure<CollectorWatch>((exporter, watch) => exporter.HttpClientFactory =
            () => new HttpClient(watch, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds) })
        .Services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(
            "vigie", serviceNamespace: configuration.Site, serviceVersion: Software.Version, autoGenerateServiceInstanceId: false, serviceInstanceId: configuration.Device))
        .WithMetrics(metrics => metrics
            .AddMeter(BoxMeter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = telemetry.Metrics;
                exporter.TimeoutMilliseconds = MetricsPatience;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricsEvery;
            }));
}
