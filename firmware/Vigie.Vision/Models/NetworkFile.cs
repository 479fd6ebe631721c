using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Vision.Models;

/// <summary>
/// The file with the weights and its fingerprint. Only bytes with this fingerprint reach the inference engine: the file is read
/// once, checked, and handed on from memory, so that nothing can change between the check and the use.
/// </summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Size of the file, bytes.</param>
public sealed record NetworkFile(string Path, string Sha256, long Bytes)
{
    /// <summary>The file as it is now, trusted: for tools that have just made it.</summary>
    public static NetworkFile Of(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        return new NetworkFile(System.IO.Path.GetFullPath(path), Hash(content), content.LongLength);
    }

    /// <summary>Reads the file and checks it.</summary>
    /// <param name="obtain">What to do where it is missing or damaged: an imperative sentence with its full stop.</param>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Unavailable"/> where there is no such file, <see cref="FaultKind.Corrupt"/> where its bytes are others.
    /// </exception>
    public byte[] ReadVerified(string obtain)
    {
        if (!File.Exists(Path))
        {
            throw new Fault(FaultKind.Unavailable, Path, "the network file is missing", obtain);
        }

        byte[] content = ReadAll(obtain);
        string found = Hash(content);
        if (found != Sha256)
        {
            string size = content.LongLength == Bytes ? "" : $" ({content.LongLength} bytes instead of {Bytes})";
            throw new Fault(
                FaultKind.Corrupt,
                Path,
                $"these are not the weights that model.json vouches for{size}: sha256 is {found}, expected {Sha256}",
                obtain);
        }

        return content;
    }

    /// <summary>Reads <c>$.network</c> of a manifest; what is wrong goes to the reader's complaints.</summary>
    internal static NetworkFile Read(SettingsReader reader, string folder)
    {
        string file = reader.RequiredText("file", "expected the network's file name, relative to model.json");
        string sha256 = reader.RequiredText("sha256", "expected the SHA-256 of the network file, 64 hexadecimal digits");
        if (sha256.Length > 0 && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
        {
            reader.Complain("sha256", "expected 64 lower-case hexadecimal digits");
        }

        long bytes = reader.WholeNumber("bytes", 0, 1, int.MaxValue);
        if (bytes == 0)
        {
            reader.Complain("bytes", "expected the size of the network file in bytes");
        }

        reader.Finish();
        return new NetworkFile(System.IO.Path.GetFullPath(file, folder), sha256, bytes);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private byte[] ReadAll(string obtain)
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, Path, $"the network file cannot be read: {exception.Message}", obtain, exception);
        }
    }
}
