namespace OciFs.Fuse;

/// <summary>How long the kernel may answer from its cache without asking again.</summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">Nanoseconds to be added, 0…999,999,999.</param>
public readonly record struct Validity(ulong Seconds, uint Nanoseconds)
{
    /// <summary>Not at all: the kernel asks each time.</summary>
    public static Validity None => default;

    /// <summary>For as long as the mount lives, or until a notification: 2^32 seconds.</summary>
    public static Validity Forever => new(1UL << 32, 0);

    /// <summary>A validity of a given length.</summary>
    /// <param name="time">The length; negative counts as none.</param>
    /// <returns>The same length in the wire's units.</returns>
    public static Validity From(TimeSpan time)
    {
        var ticks = Math.Max(time.Ticks, 0);
        return new((ulong)(ticks / TimeSpan.TicksPerSecond), (uint)(ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick));
    }
}
