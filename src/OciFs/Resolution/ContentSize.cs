using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>Sums of sizes that documents claim, as <see cref="ByteSum"/> adds them.</summary>
internal static class ContentSize
{
    /// <summary>Bytes of all, as often as they are listed.</summary>
    public static long Sum(IEnumerable<Descriptor> content) => ByteSum.Of(content.Select(descriptor => descriptor.Size));

    /// <summary>Bytes of all, each digest once.</summary>
    public static long SumOnce(IEnumerable<Descriptor> content) => Sum(content.DistinctBy(descriptor => descriptor.Digest));
}
