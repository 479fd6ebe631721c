using System.Diagnostics;

namespace Vigie.Tests.House;

/// <summary>tools/run: builds when something changed, once, in one line, and becomes the program.</summary>
public sealed class RunScriptTest : IDisposable
{
    private readonly FakeCheckout _checkout = new();

    [Fact]
    public void Arguments_folder_process_and_exit_code_are_the_callers()
    {
        _checkout.Environment["FAKE_EXIT"] = "7";
        Process process = _checkout.Start("tools/run", "edgectl", "a b", "", "*", "--c=$d\"'");
        int number = process.Id;
        (int exit, string output, string error) = FakeCheckout.Finish(process);
        Assert.Equal($"[a b][][*][--c=$d\"']{_checkout.At("elsewhere")}\n{number}\n", output);
        Assert.Equal((7, "Building edgectl…\n"), (exit, error));
    }

    [Fact]
    public void What_is_fresh_is_not_built()
    {
        _checkout.Run("tools/run", "edgectl");
        Assert.Equal("", _checkout.Run("tools/run", "edgectl").Error);
        File.WriteAllText(_checkout.At("firmware/README.md"), "no source");
        Directory.CreateDirectory(_checkout.At("firmware/Vigie.Core/obj"));
        File.WriteAllText(_checkout.At("firmware/Vigie.Core/obj/a.cs"), "no source");
        _checkout.Run("tools/run", "edgectl");
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public void Whatever_changes_is_built()
    {
        string source = _checkout.At("firmware/Vigie.Core/A.cs");
        Action[] changes =
        [
            () => File.WriteAllText(_checkout.At("firmware/Vigie.Core/B.cs"), "new"),
            () => File.Delete(_checkout.At("firmware/Vigie.Core/B.cs")),
            () => File.WriteAllText(source, "longer"),
            () => File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(source) - TimeSpan.FromDays(1)),
            () => File.WriteAllText(_checkout.At("global.json"), "two"),
            () => Directory.Delete(_checkout.At("tools/edgectl/bin"), recursive: true),
        ];
        _checkout.Run("tools/run", "edgectl");
        for (int change = 0; change < changes.Length; change++)
        {
            changes[change]();
            Assert.Equal("Building edgectl…\n", _checkout.Run("tools/run", "edgectl").Error);
            Assert.Equal(change + 2, _checkout.Builds);
        }
    }

    [Fact]
    public void Calls_at_once_build_once()
    {
        Process[] calls = [.. Enumerable.Range(0, 4).Select(_ => _checkout.Start("tools/run", "edgectl"))];
        Assert.All(calls.Select(FakeCheckout.Finish), call => Assert.Equal(0, call.Exit));
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public void A_link_finds_its_checkout()
    {
        File.CreateSymbolicLink(_checkout.At("elsewhere/link"), _checkout.At("tools/run"));
        Assert.Equal(0, _checkout.Run("elsewhere/link", "edgectl").Exit);
    }

    [Fact]
    public void A_build_that_fails_shows_its_errors_and_is_tried_again()
    {
        _checkout.Environment["FAKE_BROKEN"] = "yes";
        (int exit, string output, string error) = _checkout.Run("tools/run", "edgectl");
        Assert.Equal((1, "", "Building edgectl…\ntools/edgectl/edgectl.csproj(1,2): error CS0001: it does not compile\n"), (exit, output, error));
        _checkout.Environment.Clear();
        Assert.Equal(0, _checkout.Run("tools/run", "edgectl").Exit);
    }

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    public void Another_name_is_refused(params string[] arguments)
    {
        (int exit, string output, string error) = _checkout.Run("tools/run", arguments);
        Assert.Equal((2, "", "usage: tools/run vigie|edgectl|modelkit ARGS…\n"), (exit, output, error));
    }

    [Fact]
    public void Without_an_sdk_one_sentence_says_so()
    {
        File.WriteAllText(_checkout.At("bin/dotnet"), "#!/bin/sh\nexit 1\n");
        (int exit, _, string error) = _checkout.Run("tools/run", "edgectl");
        Assert.Equal(3, exit);
        Assert.Matches("^The .NET 10 SDK is not installed [^\n]*\n$", error);
    }

    public void Dispose() => _checkout.Dispose();
}
