using System.CommandLine;
using System.Text;
using System.Text.Json;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Edgectl.Access;
using Vigie.Edgectl.Trust;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Remote;

/// <summary><c>edgectl command</c>: asks something of a box by way of its broker, signed, and prints what became of it.</summary>
internal static class RemoteCommand
{
    private const int LongestPatience = 3600;

    private static readonly BrokerAccessOptions Access = new();
    private static readonly Option<string> Box = new("--box") { Description = "The box: SITE/DEVICE of its configuration.", Required = true };

    private static readonly Option<int> Within = new("--within")
    {
        Description = "Seconds for which the command is good, and for which the answer is awaited: 1 to 3600.",
        DefaultValueFactory = _ => 15,
    };

    public static Command Create() => new("command", "Ask something of a box by way of its broker.")
    {
        Ask(CommandAction.Ping, "Ask whether it hears."),
        Ask(CommandAction.Status, "Ask how it is: what is wrong, or the whole health record."),
        Ask(CommandAction.Stop, "Have it look at nothing from now on, over restarts too."),
        Ask(CommandAction.Resume, "Lift what a command has stopped. What was stopped on the box itself stays so."),
        Revoke(),
    };

    private static Command Ask(CommandAction action, string description)
    {
        // The other --key is that of the connection.
        Option<string> key = new("--signing-key") { Description = "Private key that signs: an operator's, or an authority's.", Required = true };
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<string?> reason = new("--reason") { Description = "Why, for the box's journal." };
        Option<string?> output = new("--output", "-o") { Description = "Write the signed command to a file that does not exist yet, and send nothing." };
        Option<bool> json = new("--json") { Description = "Print the health record as it came." };
        Command command = new(CommandActions.Name(action), description) { Box, key, passphrase, reason, Within, output };
        if (action == CommandAction.Status)
        {
            command.Add(json);
        }

        Access.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            Topics topics = TopicsOf(result);
            using BrokerAccess access = Access.Read(result);
            using SigningKey signer = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            byte[] signed = Sign(signer, action, topics, result.GetValue(reason), Patience(result));
            if (result.GetValue(output) is { } file)
            {
                TrustFiles.Write(file, signed);
                Console.WriteLine($"{file}: {CommandActions.Name(action)} of {topics.Site}/{topics.Device}, good for {Patience(result).TotalSeconds:0} s");
                return;
            }

            ResultRecord answer = await RemoteSender.SendAsync(access, topics, new RemoteSender.Message(DocumentType.Command, signed, topics.Command, false), Patience(result), stop);
            Console.WriteLine(answer.Health is null ? Sentence(topics, answer) : result.GetValue(json) ? answer.Health : Summary(topics, answer.Health));
        });
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> path = new("file") { Description = "The signed revocation, as edgectl mandate revoke writes it." };
        Command command = new("revoke", "Send a signed revocation. The broker keeps it for a box that is away.") { path, Box, Within };
        Access.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            Topics topics = TopicsOf(result);
            using BrokerAccess access = Access.Read(result);
            RemoteSender.Message message = new(DocumentType.Revocation, TrustFiles.Read(result.GetRequiredValue(path)), topics.Revocation, true);
            Console.WriteLine(Sentence(topics, await RemoteSender.SendAsync(access, topics, message, Patience(result), stop)));
        });
        return command;
    }

    private static byte[] Sign(SigningKey signer, CommandAction action, Topics topics, string? reason, TimeSpan life)
    {
        // Milliseconds count up by themselves, over all machines whose clocks are right: no file must be kept for it.
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CommandRecord command = new()
        {
            Action = action,
            Box = $"{topics.Site}/{topics.Device}",
            Counter = now.ToUnixTimeMilliseconds(),
            Expires = now + life,
            Reason = reason,
        };
        return command.Problem is { } problem
            ? throw new Fault(FaultKind.Config, "--reason", problem, "Say it in fewer words, on one line.")
            : signer.Sign(DocumentType.Command, command.EncodeBody());
    }

    private static Topics TopicsOf(ParseResult result)
    {
        string problem = "expected SITE/DEVICE, for example reims/box-17";
        return result.GetRequiredValue(Box).Split('/') is [string site, string device] && Topics.TryCreate(site, device, out Topics? topics, out problem)
            ? topics
            : throw new Fault(FaultKind.Config, "--box", problem, "Give both as the box's configuration has them.");
    }

    private static TimeSpan Patience(ParseResult result) => result.GetValue(Within) is >= 1 and <= LongestPatience and int seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new Fault(FaultKind.Config, "--within", $"expected 1 to {LongestPatience} seconds", "Give a number of seconds.");

    private static string Sentence(Topics topics, ResultRecord answer) =>
        $"{topics.Site}/{topics.Device}: {(answer.Action is { } action ? CommandActions.Name(action) : "revocation")} done at {answer.Time:u}: {answer.Words}";

    // As vigie status begins; all of it is what --json prints.
    private static string Summary(Topics topics, string health)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(health);
            JsonElement root = document.RootElement;
            string[] troubles = [.. root.GetProperty("troubles").EnumerateArray().Select(trouble => trouble.GetString() ?? "")];
            StringBuilder text = new($"{topics.Site}/{topics.Device}: {root.GetProperty("state").GetString()}, {(troubles.Length == 0 ? "all is well" : $"{troubles.Length} wrong")}");
            return troubles.Aggregate(text, (lines, trouble) => lines.Append("\n  ! ").Append(trouble)).ToString();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new Fault(FaultKind.Corrupt, $"{topics.Site}/{topics.Device}", "answers with a health record that cannot be read", "Print it with --json.", error);
        }
    }
}
