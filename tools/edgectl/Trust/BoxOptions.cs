using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;

namespace Vigie.Edgectl.Trust;

/// <summary>Which box a command is about: its state directory, its name, whom it trusts.</summary>
internal sealed class BoxOptions
{
    private readonly Option<string> _state = new("--state") { Description = "The box's stateDirectory.", Required = true };
    private readonly Option<string> _box = new("--box") { Description = "The box: SITE/DEVICE of its configuration.", Required = true };
    private readonly Option<string> _anchors = new("--anchors") { Description = "Whom it trusts: anchors.json.", Required = true };

    public void AddTo(Command command)
    {
        command.Add(_state);
        command.Add(_box);
        command.Add(_anchors);
    }

    public string StateDirectory(ParseResult result) => result.GetRequiredValue(_state);

    public MandateStore Open(ParseResult result)
    {
        if (result.GetRequiredValue(_box).Split('/') is not [{ Length: > 0 } site, { Length: > 0 } device])
        {
            throw new Fault(FaultKind.Config, "--box", "expected SITE/DEVICE, for example reims/box-17", "Give both as the box's configuration has them.");
        }

        return new MandateStore(Path.GetFullPath(result.GetRequiredValue(_state)), AnchorFile.Read(result.GetRequiredValue(_anchors)), site, device);
    }
}
