using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// Tells whether a journal is what its box wrote: by its own chain and signatures, and by the heads that witnesses hold. It needs the folder, the box's
/// public key and the witnesses' files; the box need not be there, nor be trusted. A running box may be verified too.
/// </summary>
public static class JournalVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="folder">The journal's folder, or a copy of it.</param>
    /// <param name="key">The box's public key, from its enrolment; not from the box.</param>
    /// <param name="witnesses">What witnesses hold; two that nobody can change together.</param>
    /// <exception cref="Fault">The folder is not there, or cannot be read.</exception>
    public static Verdict Verify(string folder, PublicKey key, IReadOnlyList<WitnessLog> witnesses)
    {
        if (!Directory.Exists(folder))
        {
            throw new Fault(FaultKind.Unavailable, folder, "there is no such folder", "Give the folder journal of the box's state directory, or a copy of it.");
        }

        var findings = new FindingList();
        HashSet<long> wanted = [.. witnesses.SelectMany(witness => witness.Heads).Select(head => head.Head.Record.Number)];
        var walk = new JournalWalk(key, wanted, findings);
        WalkFiles(folder, walk, findings);
        walk.Finish();
        CheckStart(walk, findings);
        var check = new WitnessCheck(walk, findings);
        foreach (WitnessLog witness in witnesses)
        {
            check.Check(witness);
        }

        if (walk.Last is null && !findings.Has(FindingKind.Truncated) && !findings.Has(FindingKind.Replaced))
        {
            findings.Add(FindingKind.Truncated, null, "There is no record in this folder.");
        }

        return new Verdict(findings.ToList(), walk.Journal, walk.First, walk.Last?.Number ?? 0, walk.Signed, check.WitnessedTo, witnesses);
    }

    private static void WalkFiles(string folder, JournalWalk walk, FindingList findings)
    {
        List<JournalFile> files = JournalFile.In(folder);
        foreach (JournalFile file in files)
        {
            string name = Path.GetFileName(file.Path);
            try
            {
                if (file.ReadAll() is byte[] bytes)
                {
                    walk.Walk(name, JournalFraming.Read(bytes), file == files[^1]);
                }
                else
                {
                    findings.Add(FindingKind.Damaged, file.First, $"File {name} is longer than any that a box writes.");
                }
            }
            catch (FileNotFoundException) when (file == files[0])
            {
                // A running box dropped it meanwhile by retention: the stub must say so.
                findings.Add(FindingKind.Rotated, file.First, $"File {name} fell to retention just now.");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new Fault(FaultKind.Unavailable, file.Path, "cannot be read", "Verify as a user who may read it, or a copy.", error);
            }
        }
    }

    private static void CheckStart(JournalWalk walk, FindingList findings)
    {
        if (walk.Last is null)
        {
            return;
        }

        if (walk.First == 1)
        {
            if (!walk.BeforeFirst.Span.SequenceEqual(JournalRecordCodec.NoHash.Span))
            {
                findings.Add(FindingKind.Edited, 1, "Record 1 does not begin a journal.");
            }

            return;
        }

        long through = walk.Stub?.Detail.Number("through") ?? 0;
        bool covered = through >= walk.First - 1 && walk.Signed?.Record.Number >= walk.Stub?.Number;
        bool hash = through != walk.First - 1 || walk.Stub?.Detail.Bytes("hash")?.Span.SequenceEqual(walk.BeforeFirst.Span) == true;
        if (covered && hash)
        {
            findings.Add(
                FindingKind.Rotated, walk.Stub!.Number,
                $"Records 1 to {walk.First - 1} fell to retention ({walk.Stub.Detail.Text("reason")}); record {walk.Stub.Number} says so and is signed.");
        }
        else
        {
            findings.Add(FindingKind.StartMissing, walk.First - 1, $"The journal begins at record {walk.First}, and no signed record says that those before it fell to retention.");
        }
    }
}
