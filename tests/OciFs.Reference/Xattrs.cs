using System.Collections.Immutable;

namespace OciFs.Reference;

/// <summary>Sets of extended attributes: name to value, ordered bytewise by name.</summary>
public static class Xattrs
{
    public static IReadOnlyDictionary<ByteString, ByteString> None { get; } = ImmutableSortedDictionary<ByteString, ByteString>.Empty;

    /// <summary>The set with one more, or with another value of it.</summary>
    public static IReadOnlyDictionary<ByteString, ByteString> With(
        IReadOnlyDictionary<ByteString, ByteString> set, ByteString name, ByteString value) =>
        set.ToImmutableSortedDictionary().SetItem(name, value);

    /// <summary>What setting all of <paramref name="added"/> on a file that has <paramref name="set"/> leaves.</summary>
    public static IReadOnlyDictionary<ByteString, ByteString> Merge(
        IReadOnlyDictionary<ByteString, ByteString> set, IReadOnlyDictionary<ByteString, ByteString> added) =>
        set.ToImmutableSortedDictionary().SetItems(added);

    public static bool Same(IReadOnlyDictionary<ByteString, ByteString> left, IReadOnlyDictionary<ByteString, ByteString> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
