using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Searching;

/// <summary>Conditions for the files of one root: the cheapest are asked first.</summary>
internal sealed class BoundConditions
{
    private const int HashBytes = 32;

    private readonly FileConditions _conditions;
    private readonly ImmutableArray<Predicate<NodeAttributes>> _attributes;
    private readonly byte[]? _hash;
    private readonly ContentMemory _contents;

    /// <param name="conditions">What is asked.</param>
    /// <param name="root">The root that is searched.</param>
    /// <param name="contents">What is known of contents.</param>
    /// <exception cref="OciFsException">What a condition needs of this root is not there.</exception>
    public BoundConditions(FileConditions conditions, FileNode root, ContentMemory contents)
    {
        _conditions = conditions;
        _attributes = [.. conditions.Attributes.Select(make => make(root))];
        _hash = conditions.Sha256 is { } digest ? Convert.FromHexString(digest.Hex) : null;
        _contents = contents;
    }

    /// <summary>As far as a listing tells.</summary>
    public static bool MayHold(FileConditions conditions, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path, FileKind kind, int depth) =>
        depth >= conditions.LeastDepth && depth <= conditions.MostDepth
        && (conditions.Kinds.IsEmpty || conditions.Kinds.Contains(kind))
        && (conditions.Sha256 is null || kind is FileKind.Regular)
        && (!conditions.IsEmpty || kind is FileKind.Regular or FileKind.Directory)
        && All(conditions.Names, name) && All(conditions.Paths, path);

    /// <summary>What <see cref="MayHold"/> leaves open.</summary>
    /// <exception cref="OciFsException">The file cannot be read.</exception>
    public bool Holds(FileMatch file) =>
        (_conditions.Sizes.IsEmpty || HoldsOfSize(file.Attributes.Size))
        && HoldsOfAttributes(file)
        && (!_conditions.IsEmpty || IsEmpty(file))
        && HoldsOfXattrs(file.Node)
        && (_conditions.Layer is not { } layer || IsOfLayer(file.Node, layer))
        && (_hash is null || _contents.IsHash(file.Node, _hash, Hash));

    /// <summary>Whether a file's holes are few enough to be hashed.</summary>
    /// <param name="size">Its bytes.</param>
    /// <param name="stored">Of these, those of data.</param>
    public static bool MayBeHashed(long size, long stored) => size - stored <= Limits.HoleBytesHashed;

    /// <summary>Whether a stream's bytes have a SHA-256.</summary>
    public static bool IsHashOf(Stream content, ReadOnlySpan<byte> hash)
    {
        Span<byte> actual = stackalloc byte[HashBytes];
        SHA256.HashData(content, actual);
        return actual.SequenceEqual(hash);
    }

    private static bool All(ImmutableArray<BytesTest> tests, ReadOnlySpan<byte> bytes)
    {
        foreach (var test in tests)
        {
            if (!test(bytes))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsOfSize(long size) => _conditions.Sizes.All(test => test(size));

    private bool HoldsOfAttributes(FileMatch file)
    {
        foreach (var test in _attributes)
        {
            if (!test(file.Attributes))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEmpty(FileMatch file)
    {
        if (file.Kind is FileKind.Regular)
        {
            return file.Attributes.Size == 0;
        }

        return !file.Node.Walk().MoveNext();
    }

    private bool HoldsOfXattrs(FileNode node)
    {
        foreach (var (name, wanted) in _conditions.Xattrs)
        {
            if (node.GetXattr(name.Bytes.ToArray()) is not { } value || (wanted is { } same && !value.AsSpan().SequenceEqual(same.AsSpan())))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOfLayer(FileNode node, int layer) =>
        node.GetXattr("user.ocifs.layer") is { } number && number.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(layer.ToString("00", CultureInfo.InvariantCulture)));

    private static bool Hash(FileNode node, byte[] hash)
    {
        var size = node.Attributes.Size;
        if (!MayBeHashed(size, 0) && !MayBeHashed(size, ByteSum.Of(node.DataRanges().Select(data => data.End - data.Start))))
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"not hashed, for it has more than {Limits.HoleBytesHashed} bytes of holes");
        }

        using var content = node.OpenRead();
        return IsHashOf(content, hash);
    }
}
