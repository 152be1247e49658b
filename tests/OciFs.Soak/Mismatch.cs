namespace OciFs.Soak;

/// <summary>A mount told something else than the tree it is compared with, or an error.</summary>
internal sealed class Mismatch(string message) : Exception(message);
