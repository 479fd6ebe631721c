using CliWrap;
using CliWrap.Buffered;

namespace Vigie.Scenarios;

/// <summary>A program that ran to its end.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public static async Task<Finished> RunAsync(string program, params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(Checkout.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new Finished(result.ExitCode, Passwords.NoneIn(result.StandardOutput), Passwords.NoneIn(result.StandardError));
    }

    /// <summary>A failure as a person may see it: its code, its words, no stack trace.</summary>
    public void FailedSaying(int exitCode, params string[] words)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}: {Error}{Output}");
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Error, StringComparison.Ordinal);
    }

    public Finished Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Output}");
        return this;
    }
}
