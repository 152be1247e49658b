namespace OciFs.Fuse;

/// <summary>A point in time as files carry it.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 UTC; negative before it, beyond 2038 allowed.</param>
/// <param name="Nanoseconds">Nanoseconds to be added, 0…999,999,999, also before 1970. The kernel caps larger values.</param>
public readonly record struct UnixTime(long Seconds, uint Nanoseconds);
