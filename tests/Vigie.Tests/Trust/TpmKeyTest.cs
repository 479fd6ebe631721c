using System.Diagnostics;
using Vigie.Tests.House;

namespace Vigie.Tests.Trust;

/// <summary>A key in a TPM: swtpm, a software TPM in a process of its own, through the same provider as a real one.</summary>
public sealed class TpmKeyTest : IDisposable
{
    private static readonly string[] Providers = ["/usr/lib/x86_64-linux-gnu/ossl-modules/tpm2.so", "/usr/lib/aarch64-linux-gnu/ossl-modules/tpm2.so"];

    private static readonly string Edgectl =
        Path.Combine(SourceTree.Root, "tools/edgectl/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/edgectl");

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-tpm-").FullName;
    private Process? _tpm;

    public void Dispose()
    {
        _tpm?.Kill();
        _tpm?.WaitForExit();
        _tpm?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_key_in_a_tpm_signs_documents()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/swtpm") && File.Exists("/usr/bin/tpm2") && Providers.Any(File.Exists), "skipped: swtpm, tpm2-tools or tpm2-openssl absent");
        string state = Path.Combine(_folder, "state");
        Directory.CreateDirectory(state);
        string socket = Path.Combine(_folder, "tpm.socket");
        _tpm = Process.Start(new ProcessStartInfo("/usr/bin/swtpm", [
            "socket", "--tpm2", "--tpmstate", $"dir={state}", "--server", $"type=unixio,path={socket}",
            "--ctrl", $"type=unixio,path={socket}.ctrl", "--flags", "not-need-init,startup-clear", "--log", $"file={Path.Combine(_folder, "log")}",
        ]));
        while (!File.Exists(socket))
        {
            Assert.False(_tpm!.HasExited, "swtpm has ended");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        string transport = $"swtpm:path={socket}";
        await RunAsync("tpm2_createprimary", transport, "-Q", "-C", "o", "-c", "primary");
        await RunAsync("tpm2_create", transport, "-Q", "-C", "primary", "-G", "ecc256:ecdsa-sha256", "-u", "key.pub", "-r", "key.priv", "-a", "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign");
        await RunAsync("tpm2_flushcontext", transport, "-t");
        await RunAsync("tpm2_load", transport, "-Q", "-C", "primary", "-u", "key.pub", "-r", "key.priv", "-c", "key");
        await RunAsync("tpm2_flushcontext", transport, "-t");
        await RunAsync("tpm2_evictcontrol", transport, "-Q", "-C", "o", "-c", "key", "0x81000001");
        // The provider finds its TPM by the environment of its process: so by another process than that of all tests.
        string output = await RunAsync(Edgectl, transport, "key", "tpm", "handle:0x81000001");
        Assert.Contains("it signs, and what it signs is verified", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_tpm_the_fault_says_what_to_install()
    {
        (int exit, string output) = await StartAsync(Edgectl, "swtpm:path=/nowhere", "key", "tpm", "handle:0x81000001");
        Assert.Equal(3, exit);
        Assert.Contains("Install tpm2-openssl", output, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, string transport, params string[] arguments)
    {
        (int exit, string output) = await StartAsync(program, transport, arguments);
        Assert.True(exit == 0, $"{program}: {output}");
        return output;
    }

    private async Task<(int Exit, string Output)> StartAsync(string program, string transport, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TPM2TOOLS_TCTI"] = transport, ["TPM2OPENSSL_TCTI"] = transport },
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
