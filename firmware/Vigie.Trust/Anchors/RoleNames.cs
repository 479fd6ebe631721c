using Vigie.Trust.Signatures;

namespace Vigie.Trust.Anchors;

/// <summary>Roles as anchors write them.</summary>
public static class RoleNames
{
    private static readonly (string Name, Role Role)[] Known =
    [
        ("maker", Role.Maker), ("installer", Role.Installer), ("authority", Role.Authority),
        ("operator", Role.Operator), ("hub", Role.Hub),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Known.Select(entry => entry.Name);

    /// <summary>Names of some roles.</summary>
    public static string Of(Role roles) =>
        string.Join(", ", Known.Where(entry => roles.HasFlag(entry.Role)).Select(entry => entry.Name));

    /// <summary>The role of a name.</summary>
    public static bool TryRead(string name, out Role role)
    {
        role = Known.FirstOrDefault(entry => entry.Name == name).Role;
        return role != Role.None;
    }
}
