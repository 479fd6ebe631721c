using System.CommandLine;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Models;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Packages;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie model install FILE --config FILE</c>: a signed package of a model is put in place and tried on this very box. As the service's user.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Put signed packages of models in place.") { Install() };

    private static Command Install()
    {
        Argument<string> file = new("file") { Description = "A package, NAME.vmodel." };
        Option<string> configuration = TrustedConfiguration.Option();
        Command command = new("install", "Verify a package, put it in place and try it here. What is refused changes nothing.") { file, configuration };
        command.SetAction(result => Install(result.GetRequiredValue(file), result.GetRequiredValue(configuration)));
        return command;
    }

    private static void Install(string file, string configurationFile)
    {
        ApplianceConfiguration configuration = TrustedConfiguration.Read(configurationFile);
        StateOwner.Require(configuration.StateDirectory);
        TrustAnchors anchors = AnchorFile.Read(configuration.Trust!.Anchors);
        OpenedPackage opened = PackageArchive.Open(file, anchors, DateTimeOffset.UtcNow);
        PackageShelf shelf = new(configuration.StateDirectory, anchors);
        shelf.Put(opened);
        Try(opened.Package, shelf, new InstalledModels(configuration.StateDirectory, anchors, keeps: false, refusal => throw new Fault(
            FaultKind.Denied, file, refusal.Sentence.TrimEnd('.'), "Ask the maker for a package made for this board (without int8 dot products: 7-bit weights, models/README.md).")));
        Console.WriteLine($"{configuration.Site}/{configuration.Device}: model {opened.Package.Name}, package {opened.Package.Hash[..16]}…, is in place and computes here as it should. "
            + "It runs from the next start or reload on (systemctl reload vigie).");
    }

    private static void Try(ModelPackage package, PackageShelf shelf, InstalledModels models)
    {
        try
        {
            models.Find(package.Name);
        }
        catch (Fault)
        {
            shelf.Withdraw(package.Name, package.Hash);
            throw;
        }
    }
}
