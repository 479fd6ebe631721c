using System.Text;

namespace Vigie.Appliance.Health;

/// <summary>Where the status socket is: in the service's run directory where systemd gives it one, else in the state directory.</summary>
internal static class StatusPlace
{
    /// <summary>The longest path of a socket, bytes (unix(7)).</summary>
    public const int LongestPath = 107;

    private const string FileName = "status.sock";

    // Of RuntimeDirectory= (systemd.exec(5)).
    private const string DirectoryVariable = "RUNTIME_DIRECTORY";

    // Where the package's unit has them.
    private static readonly string[] Usual = ["/run/vigie", "/var/lib/vigie"];

    /// <summary>The socket of a service with this state directory.</summary>
    public static string Of(string stateDirectory) => Path.Combine(
        Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } given ? given.Split(':')[0] : stateDirectory, FileName);

    /// <summary>Where a service that systemd started is asked.</summary>
    public static string Default() =>
        Usual.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists, Path.Combine(Usual[0], FileName));

    /// <summary>Whether a socket can have this path.</summary>
    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;
}
