using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>The files of this checkout as git knows them: tracked, or new and not ignored. Paths are relative, with '/'.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<string>> AllFiles = new(ListFiles);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files => AllFiles.Value;

    public static IEnumerable<string> CSharp => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> Firmware => CSharp.Where(file => file.StartsWith("firmware/", StringComparison.Ordinal));

    public static IEnumerable<string> Projects => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static IEnumerable<string> Markdown => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Shell scripts by ending or by their first line.</summary>
    public static IEnumerable<string> Shell => Files.Where(file => file.EndsWith(".sh", StringComparison.Ordinal)
        || (Path.GetExtension(file).Length == 0 && FirstLine(file) is "#!/usr/bin/env bash" or "#!/bin/sh"));

    public static string Full(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(Full(file));

    public static CompilationUnitSyntax Syntax(string text) => CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();

    private static string? FirstLine(string file) => File.ReadLines(Full(file)).FirstOrDefault();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Edge.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }

    private static List<string> ListFiles()
    {
        // The tests may run as another user than the checkout's owner, which git otherwise refuses.
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        List<string> files = [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Full(file)))];
        Assert.NotEmpty(files);
        return files;
    }
}
