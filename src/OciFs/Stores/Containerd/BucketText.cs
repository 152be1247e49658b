using System.Collections.Immutable;
using System.Text;
using OciFs.Stores.Bolt;

namespace OciFs.Stores.Containerd;

/// <summary>Reads texts of containerd's buckets, which are UTF-8 because they have come through gRPC.</summary>
internal static class BucketText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null where the bytes are none.</summary>
    public static string? Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.Span);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The text of a key; null where there is none.</summary>
    public static string? Text(this BoltBucket bucket, ReadOnlySpan<byte> key) => bucket.Value(key) is { } value ? Of(value) : null;

    /// <summary>The texts of a bucket by their keys; what is no text is left out. Of no bucket none.</summary>
    public static ImmutableSortedDictionary<string, string> Texts(this BoltBucket? bucket)
    {
        if (bucket is null)
        {
            return Empty;
        }

        var texts = Empty.ToBuilder();
        foreach (var entry in bucket.Entries())
        {
            if (!entry.IsBucket && Of(entry.Key) is { } key && Of(entry.Value) is { } value)
            {
                texts[key] = value;
            }
        }

        return texts.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Empty { get; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
}
