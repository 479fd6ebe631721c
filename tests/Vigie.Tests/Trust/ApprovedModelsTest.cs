using Vigie.Trust.Approvals;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

public sealed class ApprovedModelsTest : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void What_a_maker_listed_is_found_and_nothing_else()
    {
        Assert.False(_town.Store.TryReadModels(out _, out Refusal? refusal));
        Assert.True(_town.Store.TryInstallModels(Signed(TrustSamples.Models), Town.Now, out _, out refusal), refusal?.ToString());
        Assert.True(_town.Store.TryReadModels(out ApprovedModels? models, out _));
        Assert.True(models.TryFind(new string('1', 64), out ApprovedModel? model));
        Assert.Equal("street", model.Name);
        Assert.False(models.TryFind(new string('3', 64), out _));
        Assert.False(models.TryFind("", out _));
    }

    [Fact]
    public void Only_a_maker_lists()
    {
        Assert.False(_town.Store.TryInstallModels(_town.Prefecture.Sign(DocumentType.ApprovedModels, TrustSamples.Models.Encode()), Town.Now, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.WrongRole, refusal.Reason);
    }

    [Fact]
    public void A_network_that_was_taken_off_does_not_come_back()
    {
        byte[] before = Signed(TrustSamples.Models);
        Assert.True(_town.Store.TryInstallModels(before, Town.Now, out _, out _));
        Assert.True(_town.Store.TryInstallModels(Signed(TrustSamples.Models with { Serial = 4, Models = [TrustSamples.Models.Models[0]] }), Town.Now, out _, out _));
        Assert.False(_town.Store.TryInstallModels(before, Town.Now, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.Replayed, refusal.Reason);
    }

    [Fact]
    public void No_list_can_say_that_anything_but_the_three_outputs_was_approved()
    {
        ApprovedModels face = TrustSamples.Models with { Models = [TrustSamples.Models.Models[0] with { Output = (ModelOutput)4 }] };
        Assert.False(ApprovedModels.TryDecode(face.Encode(), out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.BadField, refusal.Reason);
    }

    private byte[] Signed(ApprovedModels models) => _town.Maker.Sign(DocumentType.ApprovedModels, models.Encode());
}
