using System.Net;
using System.Numerics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vigie.Tests.Delivery;

/// <summary>A town's own authority, which certifies brokers and boxes and takes certificates back: all files in one folder.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly CertificateRevocationListBuilder _revoked = new();
    private int _serial = 1;
    private int _lists;

    public CertificateAuthority(string folder, string name = "town")
    {
        Folder = folder;
        var request = new CertificateRequest($"CN={name} authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(PathOf($"{name}.pem"), _root.ExportCertificatePem());
        Authority = PathOf($"{name}.pem");
        List = PathOf($"{name}.crl");
        Publish();
    }

    public string Folder { get; }

    public string Authority { get; }

    /// <summary>The list of what was taken back; written anew by each <see cref="Revoke"/>.</summary>
    public string List { get; }

    /// <summary>Certifies, and writes NAME.crt and NAME.key (over those that were there).</summary>
    public (string Certificate, string Key, byte[] Serial) Issue(string file, string name, bool server = false, int days = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        byte[] serial = new BigInteger(++_serial).ToByteArray(isBigEndian: true);
        DateTimeOffset from = DateTimeOffset.UtcNow.AddHours(-20);
        using X509Certificate2 certificate = request.Create(_root, from, DateTimeOffset.UtcNow.AddDays(days > 0 ? days : -0.5), serial);
        Replace($"{file}.crt", certificate.ExportCertificatePem());
        Replace($"{file}.key", key.ExportPkcs8PrivateKeyPem());
        return (PathOf($"{file}.crt"), PathOf($"{file}.key"), serial);
    }

    public void Revoke(byte[] serial)
    {
        _revoked.AddEntry(serial);
        Publish();
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private void Publish()
    {
        byte[] list = _revoked.Build(_root, ++_lists, DateTimeOffset.UtcNow.AddDays(2), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddMinutes(-5));
        File.WriteAllText(List, PemEncoding.WriteString("X509 CRL", list));
    }

    private string PathOf(string name) => Path.Combine(Folder, name);

    private void Replace(string name, string content)
    {
        string aside = PathOf(name) + ".new";
        File.WriteAllText(aside, content);
        File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(aside, PathOf(name), overwrite: true);
    }
}
