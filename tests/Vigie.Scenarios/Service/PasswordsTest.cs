namespace Vigie.Scenarios.Service;

/// <summary>The guard that watches all output of the suite works.</summary>
public sealed class PasswordsTest
{
    [Theory]
    [InlineData(Passwords.Camera)]
    [InlineData("rtsp://viewer:p%40ss%2Fw%3Ard%251-Tr0ub4dor@127.0.0.1/")]
    public async Task Output_with_a_password_is_not_handed_out(string text)
    {
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Finished.RunAsync("echo", text));
        using RunningProgram echo = new("sh", "-c", $"echo '{text}'; sleep 1");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => echo.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void All_passwords_of_the_scenarios_are_known()
    {
        string[] strangers = [.. Directory.EnumerateFiles(Checkout.At("tests/Vigie.Scenarios"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "Passwords.cs" && !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.Contains("const string Password", StringComparison.Ordinal) && !line.Contains("Passwords.", StringComparison.Ordinal) && !line.Contains("\"const", StringComparison.Ordinal)))];

        Assert.True(strangers.Length == 0, "Put these passwords into Passwords.cs: " + string.Join(", ", strangers));
    }
}
