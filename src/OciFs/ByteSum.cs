namespace OciFs;

/// <summary>
/// Sums of sizes as images claim them, each up to what a file offset can say: what is claimed below nothing counts as nothing, a sum beyond all measure is the
/// largest number.
/// </summary>
public static class ByteSum
{
    /// <summary>Bytes of two.</summary>
    public static long Add(long one, long other)
    {
        (one, other) = (Math.Max(one, 0), Math.Max(other, 0));
        return one > long.MaxValue - other ? long.MaxValue : one + other;
    }

    /// <summary>Bytes of all.</summary>
    public static long Of(IEnumerable<long> sizes) => sizes.Aggregate(0L, Add);
}
