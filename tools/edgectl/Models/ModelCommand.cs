using System.CommandLine;
using System.Globalization;
using Vigie.Edgectl.Trust;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Packages;

namespace Vigie.Edgectl.Models;

/// <summary><c>edgectl model</c>: packages of models, from the maker to the box.</summary>
public static class ModelCommand
{
    public static Command Create() => new("model", "Check and install signed packages of models.") { Verify(), Install() };

    private static Command Verify()
    {
        Argument<string> path = new("file") { Description = "A package, NAME.vmodel." };
        Option<string> anchors = new("--anchors") { Description = "Whom the box trusts: anchors.json.", Required = true };
        Command command = new("verify", "Check a package's signature and every byte of it, by this computer's clock.") { path, anchors };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            TrustAnchors trusted = AnchorFile.Read(result.GetRequiredValue(anchors));
            OpenedPackage opened = PackageArchive.Open(file, trusted, DateTimeOffset.UtcNow);
            Console.WriteLine($"{file} is right: model {opened.Package.Name}, package {opened.Package.Hash}, signed by {trusted.NameOf(opened.Document.Signer)}");
            foreach (PackagedFile part in opened.Package.Files)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.Hash}  {part.Length,10}  {part.Name}"));
            }
        });
        return command;
    }

    private static Command Install()
    {
        Argument<string> path = new("file") { Description = "A package, NAME.vmodel." };
        BoxOptions box = new();
        Command command = new("install", "Put a package on a box, which tries it at its next start or reload and keeps the last good one. What is refused changes nothing.") { path };
        box.AddTo(command);
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            MandateStore store = box.Open(result);
            OpenedPackage opened = PackageArchive.Open(file, store.Anchors, DateTimeOffset.UtcNow);
            new PackageShelf(Path.GetFullPath(box.StateDirectory(result)), store.Anchors).Put(opened);
            Console.WriteLine($"{store.Box}: model {opened.Package.Name}, package {opened.Package.Hash[..16]}…, is in place. "
                + "The service tries it at its next start or reload (systemctl reload vigie); if it does not compute there as it should, the last good one goes on.");
        });
        return command;
    }
}
