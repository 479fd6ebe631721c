using System.Security.Cryptography;

namespace Vigie.Modelkit.Sources;

/// <summary>SHA-256 as the manifests write it: lower-case hexadecimal.</summary>
public static class Digest
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
