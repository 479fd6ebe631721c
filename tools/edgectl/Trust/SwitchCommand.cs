using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl switch</c>: signs what lifts a box's kill switch. Pressing it takes no key: <c>systemctl kill -s USR1 vigie</c>.</summary>
internal static class SwitchCommand
{
    private const int PressDigits = 32;

    public static Command Create()
    {
        Option<string> key = TrustFiles.Key();
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<string> box = new("--box") { Description = "The box, SITE/DEVICE.", Required = true };
        Option<string> press = new("--press") { Description = "The press to lift: 32 hexadecimal digits, as status and journal say them.", Required = true };
        Option<string> reason = new("--reason") { Description = "Why, for the journal.", Required = true };
        Option<string> output = TrustFiles.Output();
        Command lift = new("lift", "Sign what lifts one press of one box's kill switch; the key must be an operator's or the authority's.")
        {
            key, passphrase, box, press, reason, output,
        };
        lift.SetAction(result =>
        {
            SwitchLift document = new(result.GetRequiredValue(box), result.GetRequiredValue(press), result.GetRequiredValue(reason));
            if (document.Press.Length != PressDigits || !document.Press.All(char.IsAsciiHexDigitLower) || !SwitchLift.TryDecode(document.Encode(), out _))
            {
                throw new Fault(FaultKind.Config, "--press", "is no press of 32 hexadecimal digits, or the reason is not 1 to 200 characters", "Take it from the journal's last record switch-pressed.");
            }

            using SigningKey signer = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            string path = result.GetRequiredValue(output);
            TrustFiles.Write(path, signer.Sign(SwitchLift.DocumentType, document.Encode()));
            Console.WriteLine($"{path}: lifts press {document.Press} of {document.Box}");
        });
        return new Command("switch", "Lift a box's kill switch.") { lift };
    }
}
