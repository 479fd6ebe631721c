using System.Globalization;
using System.Text.Json;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>That somebody confirms a camera's view: put into the state directory by <c>vigie camera confirm</c>, taken from there by the service.</summary>
/// <param name="Camera">The camera's name.</param>
/// <param name="By">Who confirms it.</param>
internal sealed record AimConfirmation(string Camera, string By)
{
    private const int LargestFile = 4096;
    private const string Prefix = "confirm-camera-";

    /// <summary>Where that of a camera is put.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="number">The camera's number.</param>
    public static string PathIn(string stateDirectory, int number) =>
        Path.Combine(stateDirectory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}.json"));

    /// <summary>Those that wait.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    public static IEnumerable<string> Waiting(string stateDirectory) => Directory.EnumerateFiles(stateDirectory, Prefix + "*.json");

    /// <summary>Puts it into place.</summary>
    public void Write(string path) => PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, AimJson.Default.AimConfirmation));

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AimConfirmation Read(string path) =>
        JsonSerializer.Deserialize(PrivateFile.ReadWithin(path, LargestFile) ?? [], AimJson.Default.AimConfirmation) ?? throw new JsonException("holds nothing");
}
