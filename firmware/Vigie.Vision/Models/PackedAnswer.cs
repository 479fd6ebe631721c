namespace Vigie.Vision.Models;

/// <summary>What a network answered where its model was packed, and how far another processor or provider may be off.</summary>
/// <param name="Seed">Of <see cref="GoldenPattern"/>, which it was asked.</param>
/// <param name="Golden">What <see cref="GoldenAnswer.Record"/> gave: all outputs in the order of the head, as half floats.</param>
/// <param name="Tolerance">How far each output may be off: the root of the mean squared difference, as a share of the golden output's standard deviation.</param>
public sealed record PackedAnswer(ulong Seed, ReadOnlyMemory<byte> Golden, double Tolerance);
