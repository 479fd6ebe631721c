using System.Runtime.Versioning;
using Vigie.Core;

namespace Vigie.Tests.Core;

[SupportedOSPlatform("linux")]
public sealed class CredentialsFileTest : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-credentials-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("admin\nTr0ub:4dor\n", "admin", "Tr0ub:4dor")]
    [InlineData("admin\r\nTr0ub4dor\r\n", "admin", "Tr0ub4dor")]
    [InlineData("admin:Tr0ub:4dor", "admin", "Tr0ub:4dor")]
    [InlineData("admin\n pass word ", "admin", " pass word ")]
    public void User_and_password(string text, string user, string password)
    {
        Credentials credentials = CredentialsFile.Read(Write(text, Private));

        Assert.Equal((user, password), (credentials.User, credentials.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Tr0ub4dor")]
    [InlineData("admin\n")]
    [InlineData(":Tr0ub4dor")]
    [InlineData("admin\nTr0ub4dor\nmore")]
    [InlineData("admin\nTr0ub\u00014dor")]
    public void What_is_neither_is_refused_and_not_repeated(string text)
    {
        Fault fault = Assert.Throws<Fault>(() => CredentialsFile.Read(Write(text, Private)));

        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.DoesNotContain("Tr0ub", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_end() => Assert.Contains(
        "is not a user and a password",
        Assert.Throws<Fault>(() => CredentialsFile.Read(Write("a:" + new string('b', 5000), Private))).Problem,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_or_write_is_refused(UnixFileMode more)
    {
        string file = Write("admin:Tr0ub4dor", Private | more);

        Fault fault = Assert.Throws<Fault>(() => CredentialsFile.Read(file));

        Assert.Equal((FaultKind.Config, file), (fault.Kind, fault.Subject));
        Assert.Contains("chmod 600", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there() => Assert.Equal(
        FaultKind.Config, Assert.Throws<Fault>(() => CredentialsFile.Read(Path.Combine(_folder, "none"))).Kind);

    [Fact]
    public void A_folder_is_no_file() => Assert.Equal(FaultKind.Config, Assert.Throws<Fault>(() => CredentialsFile.Read(_folder)).Kind);

    [Fact]
    public void A_device_is_no_file() => Assert.Equal(FaultKind.Config, Assert.Throws<Fault>(() => CredentialsFile.Read("/dev/null")).Kind);

    [Fact]
    public void Every_form_of_a_password_is_hidden()
    {
        var credentials = new Credentials("admin", "p@ss/w:rd%1 é");

        string said = credentials.Redact(
            $"a p@ss/w:rd%1 é b {credentials.UserInfo} c {Uri.EscapeDataString(credentials.Password)} d "
            + $"{Convert.ToBase64String("admin:p@ss/w:rd%1 é"u8)} e {Convert.ToBase64String("p@ss/w:rd%1 é"u8)} f {credentials.UserInfo.ToLowerInvariant()}");

        Assert.Equal("a *** b ***:*** c *** d *** e *** f ***:***", said);
        Assert.Equal("admin:p%40ss%2Fw%3Ard%251%20%C3%A9", credentials.UserInfo);
        Assert.Equal("***", credentials.ToString());
    }

    private string Write(string text, UnixFileMode mode)
    {
        string file = Path.Combine(_folder, "credentials");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
        return file;
    }
}
