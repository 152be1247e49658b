namespace OciFs.Tar;

/// <summary>A moment as <c>struct timespec</c> holds it.</summary>
/// <param name="Seconds">Seconds since 1970-01-01T00:00:00Z, rounded down; negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999, always added to <paramref name="Seconds"/>.</param>
public readonly record struct TarTime(long Seconds, int Nanoseconds);
