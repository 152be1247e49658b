namespace OciFs.Stores.Bolt;

/// <summary>A key of a bucket.</summary>
/// <param name="Key">The key's bytes.</param>
/// <param name="Value">Its value; of a bucket, what <see cref="BoltBucket.Open"/> takes.</param>
/// <param name="IsBucket">Whether it names a bucket.</param>
internal readonly record struct BoltEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, bool IsBucket);
