using System.Security.Cryptography;
using System.Text;
using Vigie.Core;

namespace Vigie.Trust.Signatures;

/// <summary>
/// A private key in a file: PKCS#8 in PEM, mode 0600, with a passphrase as PBES2 (RFC 8018: PBKDF2 with SHA-256, AES-256-CBC).
/// </summary>
public static class KeyFile
{
    private const int MostBytes = 8 * 1024;
    // OWASP's number for PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet, 2023).
    private const int Iterations = 600_000;

    /// <summary>Makes a key and writes it to a file that must not exist yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">What encrypts it; empty: nothing does.</param>
    /// <exception cref="Fault">The file exists or cannot be written.</exception>
    public static SigningKey Create(string path, string passphrase = "")
    {
        var algorithm = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = passphrase.Length == 0
            ? algorithm.ExportPkcs8PrivateKeyPem()
            : algorithm.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        byte[] content = Encoding.ASCII.GetBytes(pem + "\n");
        try
        {
            PrivateFile.Create(path, content);
            return new SigningKey(algorithm);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            algorithm.Dispose();
            throw File.Exists(path)
                ? new Fault(FaultKind.Config, path, "is there already, and a key is never overwritten", "Choose another name, or move the old key to a safe place.", error)
                : new Fault(FaultKind.Unavailable, path, "cannot be written", "Give a folder that this user may write to.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Opens a key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Asked for where the file is encrypted.</param>
    /// <exception cref="Fault">Absent, readable by others, no P-256 key, or another passphrase.</exception>
    public static SigningKey Open(string path, Func<string> passphrase)
    {
        byte[] content = Read(path);
        var algorithm = ECDsa.Create();
        try
        {
            string pem = Encoding.ASCII.GetString(content);
            if (pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
            {
                algorithm.ImportFromEncryptedPem(pem, passphrase());
            }
            else if (pem.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal))
            {
                algorithm.ImportFromPem(pem);
            }
            else
            {
                throw new ArgumentException("There is no private key in it.");
            }

            return PublicKey.IsOnP256(algorithm) ? new SigningKey(algorithm) : throw new ArgumentException("It is on another curve.");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            algorithm.Dispose();
            throw new Fault(FaultKind.Corrupt, path, "holds no P-256 key in PKCS#8, or the passphrase is another one", "Give the key's own file and passphrase.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (PrivateFile.IsOpenToOthers(File.GetUnixFileMode(path)))
            {
                throw new Fault(FaultKind.Denied, path, "is a private key that others may read", $"Make it yours alone (chmod 600 {path}), and think of it as known to them.");
            }

            return PrivateFile.ReadWithin(path, MostBytes)
                ?? throw new Fault(FaultKind.Corrupt, path, $"is larger than any key ({MostBytes} bytes)", "Give the key's own file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Give the key's file, as a user who may read it.", error);
        }
    }
}
