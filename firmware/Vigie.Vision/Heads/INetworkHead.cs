using System.Collections.Immutable;

namespace Vigie.Vision.Heads;

/// <summary>Reads what a family of networks answers. A head holds settings only, no state: it may serve several networks.</summary>
public interface INetworkHead
{
    /// <summary>The tensors that it reads.</summary>
    ImmutableArray<NetworkOutput> Outputs { get; }
}
