using System.CommandLine;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie orders</c>: what an authority, a maker or a hub has signed for this box is put in place, and listed. As the service's user.</summary>
internal static class OrdersCommand
{
    private static readonly Option<string> Configuration = TrustedConfiguration.Option();

    public static Command Create() => new("orders", "Put in place, and list, what was signed for this box.") { Install(), List() };

    private static Command Install()
    {
        Argument<string[]> files = new("files") { Description = "Signed documents: profiles, orders, stops, lists of networks, what lifts the kill switch.", Arity = ArgumentArity.OneOrMore };
        Option<bool> ahead = new("--ahead") { Description = "Put an order in place before it begins: it waits for its first second." };
        Command command = new("install", "Put signed documents in place. What is refused changes nothing.") { files, Configuration, ahead };
        command.SetAction(result =>
        {
            (MandateStore store, string state) = Open(result.GetRequiredValue(Configuration));
            StateOwner.Require(state);
            OrderIntake intake = new(store, state, result.GetValue(ahead));
            (string File, byte[] Bytes)[] given = [.. result.GetRequiredValue(files).Select(file => (file, Read(file)))];
            foreach ((string file, byte[] bytes) in given.OrderBy(one => OrderIntake.Rank(one.Bytes)))
            {
                Console.WriteLine($"{store.Box}: {intake.Take(bytes, file, DateTimeOffset.UtcNow)}");
            }
        });
        return command;
    }

    private static Command List()
    {
        Command command = new("list", "List the orders on this box, verified anew, by the system's clock.") { Configuration };
        command.SetAction(result =>
        {
            (MandateStore store, _) = Open(result.GetRequiredValue(Configuration));
            IReadOnlyList<InstalledMandate> mandates = store.Read();
            foreach (InstalledMandate mandate in mandates)
            {
                Console.WriteLine(
                    $"{mandate.Hash[..16]}…  {mandate.Title}  {mandate.Mandate.From:u} to {mandate.Mandate.To:u}  {string.Join(", ", mandate.Cameras)}: "
                    + $"{string.Join(", ", mandate.Mandate.Events.Concat(mandate.Mandate.Statistics))}  {mandate.Obstacle?.Problem ?? "usable"}");
            }

            if (mandates.Count == 0)
            {
                Console.WriteLine($"no order is installed on {store.Box}");
            }
        });
        return command;
    }

    private static (MandateStore Store, string State) Open(string file)
    {
        ApplianceConfiguration configuration = TrustedConfiguration.Read(file);
        string state = configuration.StateDirectory;
        return (new MandateStore(state, AnchorFile.Read(configuration.Trust!.Anchors), configuration.Site, configuration.Device), state);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return PrivateFile.ReadWithin(file, DocumentType.MostBytes)
                ?? throw new Fault(FaultKind.Corrupt, file, $"has more than {DocumentType.MostBytes} bytes, as no such document has", "Look for the right file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", "Give a file that is there, as a user who may read it.", error);
        }
    }
}
