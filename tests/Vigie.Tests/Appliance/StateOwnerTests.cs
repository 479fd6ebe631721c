using System.Diagnostics;
using Vigie.Appliance.Orders;
using Vigie.Core;

namespace Vigie.Tests.Appliance;

/// <summary>What root puts into another user's state directory, its service could not read: refused, with what to type.</summary>
public sealed class StateOwnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-owner-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Its_own_directory_and_one_that_is_not_there_are_right()
    {
        StateOwner.Require(_folder);
        StateOwner.Require(Path.Combine(_folder, "absent"));
    }

    [Fact]
    public void Another_users_directory_is_refused_to_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give a directory away");
        using (Process chown = Process.Start("chown", ["nobody", _folder]))
        {
            chown.WaitForExit();
        }

        Fault fault = Assert.Throws<Fault>(() => StateOwner.Require(_folder));

        Assert.Contains("runuser -u nobody", fault.Remedy, StringComparison.Ordinal);
    }
}
