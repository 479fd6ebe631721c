using System.Buffers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vigie.Delivery.Projections.HomeAssistant;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>All that Home Assistant's word can cause is a repetition, once in a while.</summary>
public sealed class HomeBirthTest
{
    private readonly FakeTimeProvider _time = new();
    private readonly HomeBirth _birth;
    private int _repeated;

    public HomeBirthTest() => _birth = new HomeBirth(() => Interlocked.Increment(ref _repeated), _time, new Random(7));

    [Theory]
    [InlineData("offline")]
    [InlineData("ONLINE")]
    [InlineData("")]
    [InlineData("online ")]
    public async Task Anything_but_the_word_is_passed_over(string word)
    {
        await HearAsync(word);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, _repeated);
    }

    [Fact]
    public async Task A_thousand_words_are_one_repetition_and_the_next_comes_after_a_rest()
    {
        Task[] heard = [.. Enumerable.Range(0, 1000).Select(_ => HearAsync("online"))];
        _time.Advance(HomeBirth.Spread);
        await Task.WhenAll(heard);
        Assert.Equal(1, _repeated);

        Task next = HearAsync("online");
        _time.Advance(HomeBirth.Rest - HomeBirth.Spread - TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        _time.Advance(2 * HomeBirth.Spread + TimeSpan.FromSeconds(1));
        await next;
        Assert.Equal(2, _repeated);
    }

    private Task HearAsync(string word) => _birth.HearAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(word)));
}
