using System.Net.Sockets;
using System.Text.Json;
using Vigie.Core;

namespace Vigie.Appliance.Health;

/// <summary>Asks a running service how it is.</summary>
internal static class StatusClient
{
    private const int LargestRecord = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks.</summary>
    /// <param name="path">Its status socket.</param>
    /// <returns>The record as it came, and read.</returns>
    /// <exception cref="Fault">Nobody answers there, or not with a record.</exception>
    public static async Task<(byte[] Json, BoxHealth Health)> AskAsync(string path)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            using CancellationTokenSource enough = new(Patience);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), enough.Token);
            byte[] json = await ReadAsync(socket, enough.Token);
            return (json, JsonSerializer.Deserialize(json, HealthJson.Default.BoxHealth)!);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new Fault(FaultKind.Denied, path, "this user may not ask", "Ask with sudo, or as a member of the service's group.", error);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or JsonException or ArgumentOutOfRangeException)
        {
            throw new Fault(
                FaultKind.Unavailable,
                path,
                error is JsonException ? "what answers here is no vigie" : "no vigie answers here",
                "See whether it runs: systemctl status vigie; journalctl -u vigie -n 50. Say --config FILE where it was started by hand.",
                error);
        }
    }

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken enough)
    {
        using MemoryStream received = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await socket.ReceiveAsync(buffer, SocketFlags.None, enough)) > 0 && received.Length < LargestRecord)
        {
            received.Write(buffer, 0, read);
        }

        return received.ToArray();
    }
}
