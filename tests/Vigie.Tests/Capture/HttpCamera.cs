using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vigie.Tests.Capture;

/// <summary>
/// A camera that sends JPEG pictures over HTTP, one replacing the other (multipart/x-mixed-replace), to those who know user and password
/// (Basic, RFC 7617). On loopback; <see cref="Dispose"/> kills it and all its connections.
/// </summary>
public sealed class HttpCamera : IDisposable
{
    private readonly IReadOnlyList<byte[]> _pictures;
    private readonly string _authorization;
    private readonly X509Certificate2? _certificate;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _refused;

    /// <summary>Starts to listen.</summary>
    /// <param name="pictures">JPEG files, sent over and over, twenty a second.</param>
    /// <param name="userAndPassword"><c>user:password</c>.</param>
    /// <param name="port">0: any.</param>
    /// <param name="certificate">Null for plain HTTP.</param>
    public HttpCamera(IReadOnlyList<byte[]> pictures, string userAndPassword, int port = 0, X509Certificate2? certificate = null)
    {
        _pictures = pictures;
        _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));
        _certificate = certificate;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections that showed no picture.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _accepting.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using Stream stream = await SecureAsync(client);
                await AnswerAsync(stream);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // Killed, or the client has had enough of us.
                Interlocked.Increment(ref _refused);
            }
        }
    }

    private async Task<Stream> SecureAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private async Task AnswerAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        string? path = (await reader.ReadLineAsync(_stop.Token))?.Split(' ')[1];
        string? authorization = null;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            authorization = line.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase) ? line["Authorization: ".Length..] : authorization;
        }

        if (path == "/moved")
        {
            await SayAsync(stream, $"302 Found\r\nLocation: https://127.0.0.1:{Port}/\r\nContent-Length: 0");
        }
        else if (authorization != _authorization)
        {
            await SayAsync(stream, "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\nConnection: close");
        }
        else
        {
            await SayAsync(stream, "200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=picture");
            await ShowAsync(stream);
        }
    }

    private Task SayAsync(Stream stream, string head) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\n\r\n"), _stop.Token).AsTask();

    private async Task ShowAsync(Stream stream)
    {
        for (int i = 0; ; i++)
        {
            byte[] picture = _pictures[i % _pictures.Count];
            string head = $"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head).Concat(picture).Concat("\r\n"u8.ToArray()).ToArray(), _stop.Token);
            await Task.Delay(50, _stop.Token);
        }
    }
}
