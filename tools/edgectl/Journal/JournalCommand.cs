using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Journal;

/// <summary><c>edgectl journal show|verify|head</c>: read a box's journal, verify it against witnesses, take its head for a static file.</summary>
internal static class JournalCommand
{
    private const int NotIntact = 5;
    private const int MostKeyBytes = 8192;

    public static Command Create() => new("journal", "Reads a box's journal, and verifies it against what witnesses hold.")
    {
        Show(),
        Verify(),
        Head(),
    };

    private static Command Show()
    {
        Argument<string> folder = Folder();
        Option<bool> json = Json();
        Option<int?> last = new("--last") { Description = "Only the last so many records." };
        Command command = new("show", "Shows the records as they stand; whether they are genuine, verify tells.") { folder, json, last };
        command.SetAction(parsed =>
        {
            IEnumerable<JournalEntry> entries = JournalReader.Read(Existing(parsed.GetRequiredValue(folder)));
            entries = parsed.GetValue(last) is int count ? entries.TakeLast(count) : entries;
            foreach (JournalEntry entry in entries)
            {
                Console.WriteLine(parsed.GetValue(json) ? JournalJson.Of(entry) : JournalWords.Of(entry));
            }
        });
        return command;
    }

    private static Command Verify()
    {
        Argument<string> folder = Folder();
        Option<string> key = new("--key") { Description = "The box's public key (PEM), from its enrolment.", Required = true };
        Option<string[]> witnesses = new("--witness") { Description = "A file of heads: a hub's log or the town's static file. Give two that nobody can change together." };
        Option<bool> json = Json();
        Command command = new("verify", "Tells whether a journal is what its box wrote. Exit code 0: intact; 5: not; 3: something cannot be read.")
        {
            folder, key, witnesses, json,
        };
        command.SetAction(parsed =>
        {
            PublicKey box = ReadKey(parsed.GetRequiredValue(key));
            WitnessLog[] logs = [.. (parsed.GetValue(witnesses) ?? []).Select(path => WitnessLog.Read(path, box))];
            Verdict verdict = JournalVerifier.Verify(parsed.GetRequiredValue(folder), box, logs);
            Console.WriteLine(parsed.GetValue(json) ? JournalJson.Of(verdict) : JournalWords.Of(verdict));
            return verdict.IsIntact ? 0 : NotIntact;
        });
        return command;
    }

    private static Command Head()
    {
        Argument<string> folder = Folder();
        Option<string> key = new("--key") { Description = "The box's public key (PEM), from its enrolment.", Required = true };
        Command command = new("head", "Prints the last signed head as a line for the town's static file.") { folder, key };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            Verdict verdict = JournalVerifier.Verify(path, ReadKey(parsed.GetRequiredValue(key)), []);
            if (verdict.SignedHead is null || !verdict.IsIntact)
            {
                throw new Fault(FaultKind.Corrupt, path, $"the journal is {verdict.Outcome}", "Look at it with \"edgectl journal verify\".");
            }

            Console.WriteLine(verdict.SignedHead.ToLine());
        });
        return command;
    }

    private static Argument<string> Folder() => new("FOLDER") { Description = "The folder journal of the box's state directory, or a copy of it." };

    private static Option<bool> Json() => new("--json") { Description = "As JSON." };

    private static string Existing(string folder) => Directory.Exists(folder)
        ? folder
        : throw new Fault(FaultKind.Unavailable, folder, "there is no such folder", "Give the folder journal of the box's state directory, or a copy of it.");

    private static PublicKey ReadKey(string path)
    {
        try
        {
            string text = new FileInfo(path).Length <= MostKeyBytes ? File.ReadAllText(path) : "";
            return PublicKey.TryRead(text, out PublicKey? key)
                ? key
                : throw new Fault(FaultKind.Corrupt, path, "is no public key on P-256", "Give the box's public key, in PEM; never a private one.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Give the box's public key.", error);
        }
    }
}
