namespace Vigie.Trust.Profiles;

/// <summary>Drafts of profiles to begin with. They permit nothing: an authority has to sign one, and answers for it.</summary>
public static class ProfileExamples
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fr-2023-380", "statistics-only"];

    /// <summary>The draft of a name, in JSON.</summary>
    public static bool TryRead(string name, out string draft)
    {
        using Stream? stream = Names.Contains(name) ? typeof(ProfileExamples).Assembly.GetManifestResourceStream(name + ".json") : null;
        draft = stream is null ? "" : new StreamReader(stream).ReadToEnd();
        return stream is not null;
    }
}
