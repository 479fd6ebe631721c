using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl time</c>: answers a box that asks a hub for the time.</summary>
public static class TimeCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        Option<string> state = new("--state") { Description = "The box's stateDirectory.", Required = true };
        Option<string> key = TrustFiles.Key();
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<bool> follow = new("--follow") { Description = "Answer every question, until it is stopped." };
        Command answer = new("answer", "Sign this computer's time for a box that asks for it, as a hub does.") { state, key, passphrase, follow };
        answer.SetAction(async (result, stop) =>
        {
            string folder = result.GetRequiredValue(state);
            using SigningKey hub = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            // Asked after the passphrase: a question is open for seconds only.
            string question = HubTime.QuestionPath(folder);
            if (!result.GetValue(follow))
            {
                Console.WriteLine(Answer(folder, TrustFiles.Read(question), hub));
                return;
            }

            byte[] last = [];
            while (!stop.IsCancellationRequested)
            {
                byte[] asked = File.Exists(question) ? TrustFiles.Read(question) : last;
                if (!asked.AsSpan().SequenceEqual(last))
                {
                    string answer = Answer(folder, asked, hub);
                    // A box asks again and again: that it is answered is said once.
                    Console.Write(last.Length == 0 ? answer + "\n" : "");
                    last = asked;
                }

                await Task.Delay(LookEvery, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        return new Command("time", "Answer a box that asks for the time.") { answer };
    }

    private static string Answer(string folder, byte[] question, SigningKey hub)
    {
        if (System.Text.Encoding.UTF8.GetString(question).Trim().Split(' ') is not [string box, { Length: 2 * TimeReceipt.QuestionBytes } hex]
            || !hex.All(char.IsAsciiHexDigit))
        {
            throw new Fault(FaultKind.Corrupt, HubTime.QuestionPath(folder), "is no question", "See whether the box runs, with \"hub\" as its source of time.");
        }

        TimeReceipt receipt = new() { Box = box, Question = Convert.FromHexString(hex), Time = DateTimeOffset.UtcNow };
        string path = HubTime.AnswerPath(folder);
        File.Delete(path + ".new");
        TrustFiles.Write(path + ".new", hub.Sign(DocumentType.TimeReceipt, receipt.Encode()));
        File.Move(path + ".new", path, overwrite: true);
        return $"{box}: it is {receipt.Time:u}";
    }
}
