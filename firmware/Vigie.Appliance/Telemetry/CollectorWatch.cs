using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Appliance.Telemetry;

/// <summary>
/// Stands between the exporter and the collector, because the exporter drops what is not taken and tells nobody: keeps what is wrong, and
/// says it once when it begins and once when it is over. Follows no redirection: what is for this machine stays on it. Any thread.
/// </summary>
internal sealed class CollectorWatch : DelegatingHandler
{
    private readonly Uri _collector;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private Fault? _trouble;

    /// <summary>Stands in front of a collector that has not been asked yet.</summary>
    /// <param name="collector">Where metrics are posted.</param>
    /// <param name="logger">Where trouble is said.</param>
    public CollectorWatch(Uri collector, ILogger<CollectorWatch> logger)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false }) =>
        (_collector, _logger) = (collector, logger);

    /// <summary>What is wrong; null where the last report was taken, or none was made.</summary>
    public Fault? Trouble
    {
        get
        {
            lock (_gate)
            {
                return _trouble;
            }
        }
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(base.Send(request, cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Failed(Reason(error));
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Failed(Reason(error));
            throw;
        }
    }

    private static string Reason(Exception error) => error switch
    {
        OperationCanceledException => "does not answer",
        _ when error.GetBaseException() is SocketException socket => $"cannot be reached ({socket.SocketErrorCode})",
        _ => $"cannot be reached ({error.Message.TrimEnd('.')})",
    };

    private HttpResponseMessage Judge(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            Taken();
        }
        else
        {
            Failed($"refuses them ({(int)answer.StatusCode})");
        }

        return answer;
    }

    private void Taken()
    {
        bool heals;
        lock (_gate)
        {
            heals = _trouble is not null;
            _trouble = null;
        }

        if (heals)
        {
            CollectorLog.Back(_logger, _collector);
        }
    }

    private void Failed(string problem)
    {
        Fault trouble = new(FaultKind.Unavailable, $"metrics, {_collector}", problem, "See whether the collector runs, and its address in telemetry.");
        bool begins;
        lock (_gate)
        {
            begins = _trouble is null;
            _trouble = trouble;
        }

        if (begins)
        {
            CollectorLog.Away(_logger, trouble.Message);
        }
    }
}
