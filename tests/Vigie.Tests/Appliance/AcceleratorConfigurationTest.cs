using System.Diagnostics;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Service;
using Vigie.Core.Settings;
using Vigie.Tests.Vision;
using Vigie.Vision.Providers;

namespace Vigie.Tests.Appliance;

/// <summary>The key <c>accelerator</c>: read strictly, told in one sentence where it cannot be used, changed by a restart only.</summary>
public sealed class AcceleratorConfigurationTest : IDisposable
{
    private readonly ModelFolder _model = new();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_file);
        _model.Dispose();
    }

    [Theory]
    [InlineData("cpu", ProviderKind.Cpu)]
    [InlineData("cuda", ProviderKind.Cuda)]
    [InlineData("tensorrt", ProviderKind.TensorRt)]
    [InlineData("xnnpack", ProviderKind.Xnnpack)]
    [InlineData("acl", ProviderKind.Acl)]
    public void It_goes_to_every_camera(string provider, ProviderKind kind)
    {
        ApplianceConfiguration configuration = Read($$"""{ "provider": "{{provider}}", "library": "/board/libonnxruntime.so" }""", out Complaints complaints);
        Assert.Empty(complaints.All);
        Accelerator expected = new(kind, "/board/libonnxruntime.so");
        Assert.Equal(expected, configuration.Accelerator);
        Assert.All(configuration.Cameras, camera => Assert.Equal(expected, camera.Accelerator));
    }

    [Theory]
    [InlineData("""{ "provider": "cuda" }""", "$.accelerator.library")]
    [InlineData("""{ "library": "libonnxruntime.so" }""", "$.accelerator.library")]
    [InlineData("""{ "provider": "npu", "library": "/x.so" }""", "$.accelerator.provider")]
    [InlineData("""{ "library": "/x.so", "device": 0 }""", "$.accelerator.device")]
    public void What_is_wrong_is_said_with_its_path(string accelerator, string path)
    {
        Read(accelerator, out Complaints complaints);
        Assert.Contains(complaints.All, complaint => complaint.Path == path);
    }

    [Fact]
    public void A_change_wants_a_restart()
    {
        ApplianceConfiguration running = ApplianceConfiguration.Bare("street", "/tmp");
        Complaints complaints = new("a.json");
        LiveChange.Check(running, running with { Accelerator = new Accelerator(ProviderKind.Cuda, "/x.so") }, complaints);
        Assert.Equal(["$.accelerator"], complaints.All.Select(complaint => complaint.Path));
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_once_and_is_no_mistake_of_the_file()
    {
        Write("""{ "provider": "cuda", "library": "/nowhere/libonnxruntime.so" }""");
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "vigie"), ["config", "check", _file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process program = Process.Start(start)!;
        Task<string> error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.Equal(0, program.ExitCode);
        Assert.StartsWith("CUDA provider: /nowhere/libonnxruntime.so is not there; the processor does the work.\n", said, StringComparison.Ordinal);
        Assert.Contains(": right.", said, StringComparison.Ordinal);
    }

    private ApplianceConfiguration Read(string accelerator, out Complaints complaints)
    {
        Write(accelerator);
        complaints = new Complaints(_file);
        return ConfigurationReader.Read(_file, complaints);
    }

    private void Write(string accelerator) => File.WriteAllText(_file, $$"""
        {
          "site": "reims", "device": "box-1", "stateDirectory": "/tmp/vigie",
          "accelerator": {{accelerator}},
          "cameras": [ { "name": "one", "model": "{{_model.Path}}" }, { "name": "two", "model": "{{_model.Path}}" } ]
        }
        """);
}
