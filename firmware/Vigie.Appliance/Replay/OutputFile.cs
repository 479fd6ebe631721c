using System.Text;
using Vigie.Core;

namespace Vigie.Appliance.Replay;

/// <summary>Opens files that a command was asked to write.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Creates or replaces a text file: UTF-8, line feeds.</summary>
    /// <param name="path">Path as the person gave it.</param>
    /// <param name="option">The option that asked for it, for the error.</param>
    /// <exception cref="Fault">The file cannot be written.</exception>
    public static StreamWriter CreateText(string path, string option) => new(Create(path, option), Utf8) { NewLine = "\n" };

    /// <summary>Creates or replaces a file.</summary>
    /// <exception cref="Fault">The file cannot be written.</exception>
    public static FileStream Create(string path, string option)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Fault(
                FaultKind.Config,
                $"{option} {path}",
                "cannot be written: " + exception.Message.TrimEnd('.'),
                "Give a path in a folder that exists and that you may write.",
                exception);
        }
    }
}
