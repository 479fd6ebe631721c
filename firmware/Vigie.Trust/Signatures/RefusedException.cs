namespace Vigie.Trust.Signatures;

/// <summary>Carries a refusal out of a decoder. It does not leave the room: public methods answer with the refusal.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Problem)
{
    public RefusedException(RefusalReason reason, string problem, string remedy)
        : this(new Refusal(reason, problem, remedy))
    {
    }

    public Refusal Refusal { get; } = refusal;
}
