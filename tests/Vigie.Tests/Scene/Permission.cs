using Vigie.Core;

namespace Vigie.Tests.Scene;

/// <summary>Allows all but what it was told to refuse, and remembers what it was asked.</summary>
internal sealed class Permission(params string[] refused) : IPermit
{
    public List<string> Asked { get; } = [];

    public bool Laboratory => true;

    public bool Allows(string kind, string camera, out string reason)
    {
        Asked.Add($"{kind} on {camera}");
        reason = refused.Contains(kind) ? "not listed" : "";
        return reason.Length == 0;
    }

    public bool AllowsClass(string name, string camera, out string reason)
    {
        reason = refused.Contains(name) ? "not listed" : "";
        return reason.Length == 0;
    }
}
