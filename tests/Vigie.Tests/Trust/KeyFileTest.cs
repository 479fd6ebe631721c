using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

public sealed class KeyFileTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-keys-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    public void What_was_made_is_opened(string passphrase)
    {
        using SigningKey made = KeyFile.Create(Path, passphrase);
        using SigningKey opened = KeyFile.Open(Path, () => passphrase);
        Assert.Equal(made.Public.Thumbprint, opened.Public.Thumbprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_key_is_never_overwritten()
    {
        KeyFile.Create(Path).Dispose();
        string before = File.ReadAllText(Path);
        Assert.Equal(FaultKind.Config, Assert.Throws<Fault>(() => KeyFile.Create(Path)).Kind);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void A_key_that_others_may_read_is_refused()
    {
        KeyFile.Create(Path).Dispose();
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Fault fault = Assert.Throws<Fault>(() => KeyFile.Open(Path, () => ""));
        Assert.Equal(FaultKind.Denied, fault.Kind);
    }

    [Fact]
    public void What_is_no_such_key_is_refused()
    {
        KeyFile.Create(Path, "right").Dispose();
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => KeyFile.Open(Path, () => "wrong")).Kind);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(Path, other.ExportPkcs8PrivateKeyPem());
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => KeyFile.Open(Path, () => "")).Kind);
        File.WriteAllBytes(Path, new byte[100_000]);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => KeyFile.Open(Path, () => "")).Kind);
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => KeyFile.Open(Path + "x", () => "")).Kind);
    }

    [Fact]
    public void The_box_has_one_key_for_ever()
    {
        using SigningKey first = BoxKey.OpenOrCreate(_folder);
        using SigningKey second = BoxKey.OpenOrCreate(_folder);
        Assert.Equal(first.Public.Thumbprint, second.Public.Thumbprint);
        File.WriteAllText(BoxKey.PathIn(_folder), "damaged");
        Assert.Throws<Fault>(() => BoxKey.OpenOrCreate(_folder));
        Assert.Equal("damaged", File.ReadAllText(BoxKey.PathIn(_folder)));
    }

    [Fact]
    public void Public_keys_are_read_in_both_forms_and_private_ones_refused()
    {
        using SigningKey key = KeyFile.Create(Path);
        string pem = key.Public.ToPem();
        Assert.True(PublicKey.TryRead(pem, out PublicKey? read));
        Assert.Equal(key.Public.Thumbprint, read.Thumbprint);
        string base64 = string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));
        Assert.True(PublicKey.TryRead(base64, out read));
        Assert.Equal(key.Public.Thumbprint, read.Thumbprint);
        Assert.False(PublicKey.TryRead(File.ReadAllText(Path), out _));
        Assert.False(PublicKey.TryRead("AAAA", out _));
        Assert.False(PublicKey.TryRead("", out _));
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(PublicKey.TryRead(curve.ExportSubjectPublicKeyInfoPem(), out _));
    }

    /// <summary>The example of RFC 9679, section 6.</summary>
    [Fact]
    public void Thumbprints_are_those_of_the_standard()
    {
        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Convert.FromHexString("65EDA5A12577C2BAE829437FE338701A10AAA375E1BB5B5DE108DE439C08551D"),
                Y = Convert.FromHexString("1E52ED75701163F7F9E40DDF9F341B3DC9BA860AF7E0CA7CA7E9EECD0084D19C"),
            },
        };
        using var key = ECDsa.Create(parameters);
        Assert.Equal("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec", PublicKey.Of(key).Thumbprint);
    }
}
