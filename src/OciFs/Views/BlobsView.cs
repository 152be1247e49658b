using System.Text;
using OciFs.References;

namespace OciFs.Views;

/// <summary><c>blobs/</c>: every blob of the store by algorithm and hex digits.</summary>
internal sealed class BlobsView(ImageTree tree) : SnapshotView(tree, "blobs")
{
    // 1 is the folder itself, 2 and 3 the algorithms' folders; blobs are numbered behind them as they are met.
    private const ulong FirstBlob = 16;

    private static readonly DigestAlgorithm[] Algorithms = [DigestAlgorithm.Sha256, DigestAlgorithm.Sha512];

    private readonly Lock _gate = new();
    private readonly List<Digest> _blobs = [];
    private readonly Dictionary<Digest, ulong> _numbers = [];

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        if (directory == Top)
        {
            var at = Array.FindIndex(Algorithms, algorithm => Digest.NameOf(algorithm) == text);
            return at < 0 ? TreeEntry.Changing(default) : TreeEntry.Fixed(IdOf((ulong)at + 2));
        }

        return Digest.TryParse($"{Digest.NameOf(AlgorithmOf(directory))}:{text}", out var digest) && Tree.Store.TryGetBlobSize(digest, out _)
            ? TreeEntry.Changing(IdOf(NumberOf(digest)))
            : TreeEntry.Changing(default);
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node)
    {
        if (node < FirstBlob)
        {
            return FolderAttributes(node);
        }

        var digest = DigestOf(node);
        if (!Tree.Store.TryGetBlobSize(digest, out var size))
        {
            throw new OciFsException(OciFsError.NotFound, $"{digest}: the store no longer has this blob");
        }

        return new NodeAttributes
        {
            Inode = InodeOf(digest),
            Mode = UnixMode.Regular | 0x124,
            Links = 1,
            Size = size,
            Blocks = (size + 511) / 512,
        };
    }

    /// <inheritdoc/>
    public override int Read(ulong file, long offset, Span<byte> destination) =>
        Tree.Layers.GetBlob(DigestOf(file)).ReadAt(offset, destination);

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory)
    {
        if (directory == Top)
        {
            var present = Tree.Store.ListBlobs().Select(blob => blob.Digest.Algorithm).ToHashSet();
            return [.. Algorithms.Select((algorithm, i) => (algorithm, Number: (ulong)i + 2)).Where(pair => present.Contains(pair.algorithm))
                .Select(pair => new Row(Encoding.UTF8.GetBytes(Digest.NameOf(pair.algorithm)), InodeNumber(pair.Number), UnixMode.Directory, IdOf(pair.Number)))];
        }

        var wanted = AlgorithmOf(directory);
        return [.. Tree.Store.ListBlobs().Where(blob => blob.Digest.Algorithm == wanted).OrderBy(blob => blob.Digest.Hex, StringComparer.Ordinal)
            .Select(blob => new Row(Encoding.UTF8.GetBytes(blob.Digest.Hex), InodeOf(blob.Digest), UnixMode.Regular, IdOf(NumberOf(blob.Digest))))];
    }

    private static ulong InodeOf(Digest digest) => InodeNumber($"blobs/{digest}", 1);

    private Digest DigestOf(ulong node)
    {
        lock (_gate)
        {
            return node - FirstBlob < (ulong)_blobs.Count ? _blobs[(int)(node - FirstBlob)] : throw NoSuchFile();
        }
    }

    private static DigestAlgorithm AlgorithmOf(ulong folder) =>
        folder - 2 < (ulong)Algorithms.Length ? Algorithms[(int)folder - 2] : throw NoSuchFile();

    private ulong NumberOf(Digest digest)
    {
        lock (_gate)
        {
            if (!_numbers.TryGetValue(digest, out var number))
            {
                number = FirstBlob + (ulong)_blobs.Count;
                _blobs.Add(digest);
                _numbers.Add(digest, number);
            }

            return number;
        }
    }
}
