using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>Sums of sizes that documents claim: what is claimed below nothing counts as nothing, a sum beyond all measure is the largest number.</summary>
internal static class ContentSize
{
    /// <summary>Bytes of all.</summary>
    public static long Sum(IEnumerable<long> sizes) =>
        sizes.Aggregate(0L, (sum, size) => size > long.MaxValue - sum ? long.MaxValue : sum + Math.Max(size, 0));

    /// <summary>Bytes of all, as often as they are listed.</summary>
    public static long Sum(IEnumerable<Descriptor> content) => Sum(content.Select(descriptor => descriptor.Size));

    /// <summary>Bytes of all, each digest once.</summary>
    public static long SumOnce(IEnumerable<Descriptor> content) => Sum(content.DistinctBy(descriptor => descriptor.Digest));
}
