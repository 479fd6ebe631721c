namespace Vigie.Trust.Packages;

/// <summary>One file of a package, as its maker signed it.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Length">Its length, bytes.</param>
/// <param name="Hash">SHA-256 of its content, in 64 hexadecimal digits.</param>
public sealed record PackagedFile(string Name, long Length, string Hash);
