using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Service;
using Vigie.Contract;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

public sealed class BootCounterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-boots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_box_without_delivery_counts_its_starts()
    {
        Boot[] boots = [.. Enumerable.Range(0, 3).Select(_ => Open().Begin(null))];

        Assert.Equal([1u, 2u, 3u], boots.Select(boot => boot.Counter));
        Assert.Equal(3, boots.Select(boot => boot.Nonce).Distinct().Count());
    }

    [Fact]
    public void What_the_outbox_has_counted_is_kept_for_the_day_when_there_is_none()
    {
        Assert.Equal(17u, Open().Begin(new Boot(17, 4)).Counter);
        Assert.Equal(17u, Open().Before);
        Assert.Equal(18u, Open().Begin(null).Counter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("3 or 4")]
    [InlineData("99999999999999999999999999")]
    public void A_file_that_holds_no_number_is_told_and_replaced(string content)
    {
        File.WriteAllText(BootCounter.PathIn(_folder), content);
        LogBook book = new();

        Assert.Equal(1u, new BootCounter(_folder, book).Begin(null).Counter);

        Assert.Contains(book.All, line => line.Contains("holds no number", StringComparison.Ordinal));
        Assert.Equal(1u, Open().Before);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_told_and_the_box_starts()
    {
        Directory.CreateDirectory(Path.Combine(BootCounter.PathIn(_folder), "in the way"));
        LogBook book = new();

        Assert.Equal(1u, new BootCounter(_folder, book).Begin(null).Counter);

        Assert.NotEmpty(book.All);
    }

    private BootCounter Open() => new(_folder, NullLogger.Instance);
}
