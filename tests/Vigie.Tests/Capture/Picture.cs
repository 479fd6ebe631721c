namespace Vigie.Tests.Capture;

/// <summary>What tests compare: a picture's number, time and the hash of its pixels.</summary>
internal readonly record struct Picture(long Number, TimeSpan At, string Hash);
