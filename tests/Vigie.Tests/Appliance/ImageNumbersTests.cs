using Vigie.Appliance.Images;
using Vigie.Core;

namespace Vigie.Tests.Appliance;

public sealed class ImageNumbersTests
{
    [Fact]
    public void The_number_in_the_file_name_is_the_images()
    {
        Assert.Equal([139, 7, 3], ImageNumbers.Of(["a/000000000139.jpg", "b/frame-7.png", "plain.jpg"]));
    }

    [Fact]
    public void A_name_with_several_numbers_says_none()
    {
        Assert.Equal([1, 2], ImageNumbers.Of(["2026-11-24.jpg", "v2-of-4.jpg"]));
    }

    [Fact]
    public void Two_images_of_one_number_are_refused()
    {
        Fault fault = Assert.Throws<Fault>(() => ImageNumbers.Of(["a/12.jpg", "b/12.jpg"]));

        Assert.Contains("b/12.jpg", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a/12.jpg", fault.Message, StringComparison.Ordinal);
    }
}
