using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using Vigie.Core;

namespace Vigie.Delivery.Mqtt;

/// <summary>What <see cref="TlsFiles"/> name, read and checked: for one connection.</summary>
public sealed class TlsMaterial : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly TlsFiles _files;
    private readonly X509Certificate2Collection _authorities = [];
    private readonly X509Certificate2? _own;
    private readonly RevocationList? _revoked;

    private TlsMaterial(TlsFiles files)
    {
        _files = files;
        Stamp = files.Stamp();
        if (files.Authority is { } authority)
        {
            _authorities = ReadAuthorities(authority);
        }

        _own = files.Certificate is { } certificate ? ReadOwn(certificate, files.Key ?? certificate) : null;
        _revoked = files.Revoked is { } revoked ? RevocationList.Read(revoked, _authorities) : null;
    }

    /// <summary>Why the broker's certificate was not accepted: half a sentence; null while none was refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>When the box's own certificate ends; null where it has none.</summary>
    public DateTimeOffset? Ends => _own?.NotAfter;

    /// <summary>Whether the broker's certificate was seen and accepted: what fails after that, fails at the broker.</summary>
    public bool Accepted { get; private set; }

    /// <summary>What the broker sees of us: half a sentence.</summary>
    public string Shown => _own is null
        ? "the box shows it no certificate"
        : FormattableString.Invariant($"the box shows it {_own.Subject}, signed by {_own.Issuer}, which ends on {_own.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");

    internal ImmutableArray<(DateTime Written, long Length)> Stamp { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Config"/>: one is missing, open to others, or not what it should be.</exception>
    public static TlsMaterial Load(TlsFiles files) => new(files);

    /// <summary>What MQTTnet is to do: TLS 1.3 and no other, our certificate, and our own look at the broker's.</summary>
    public MqttClientTlsOptions OptionsFor(string host) => new MqttClientTlsOptionsBuilder()
        .UseTls()
        .WithTargetHost(host)
        .WithSslProtocols(SslProtocols.Tls13)
        .WithClientCertificates(_own is null ? [] : [_own])
        .WithRevocationMode(X509RevocationMode.NoCheck)
        .WithCertificateValidationHandler(seen => Accepts(host, seen.Certificate, seen.Chain, seen.SslPolicyErrors))
        .Build();

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        foreach (X509Certificate2 authority in _authorities)
        {
            authority.Dispose();
        }
    }

    private bool Accepts(string host, X509Certificate? presented, X509Chain? sent, SslPolicyErrors errors)
    {
        Refusal = presented is null ? "the broker shows no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"the broker's certificate is not made out to {host}"
            : ProblemOf(presented, sent);
        Accepted = Refusal is null;
        return Accepted;
    }

    private string? ProblemOf(X509Certificate presented, X509Chain? sent)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (_authorities.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        // The certificates between, which the broker sends along.
        foreach (X509ChainElement between in sent?.ChainElements.AsEnumerable() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(between.Certificate);
        }

        using X509Certificate2 copy = X509CertificateLoader.LoadCertificate(presented.GetRawCertData());
        if (!chain.Build(copy))
        {
            string why = string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct());
            return $"the broker's certificate is not accepted: {why}";
        }

        return chain.ChainElements.Any(element => _revoked?.Names(element.Certificate) == true)
            ? $"the broker's certificate is revoked by {_files.Revoked}"
            : null;
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(path, "cannot be read as certificates: " + error.Message.TrimEnd('.'), error);
        }

        return found.Count > 0 ? found : throw Unusable(path, "holds no certificate");
    }

    private static X509Certificate2 ReadOwn(string certificate, string key)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && PrivateFile.IsOpenToOthers(File.GetUnixFileMode(key)))
            {
                throw new Fault(FaultKind.Config, key, "others may read or write this key", $"chmod 600 {key}");
            }

            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Unusable($"{certificate}, {key}", "are no certificate and the key of it: " + error.Message.TrimEnd('.'), error);
        }
    }

    private static Fault Unusable(string path, string problem, Exception? inner = null) =>
        new(FaultKind.Config, path, problem, "Put the PEM file there that the broker's authority gave out.", inner);
}
