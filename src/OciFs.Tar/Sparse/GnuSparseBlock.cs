using OciFs.Tar.Headers;

namespace OciFs.Tar.Sparse;

/// <summary>The runs of an old GNU sparse header, or of a block that continues it (tar.h of GNU tar: <c>struct sparse</c>).</summary>
internal readonly ref struct GnuSparseBlock(ReadOnlySpan<byte> pairs, bool isExtended)
{
    private const int PairLength = 2 * TarField.NumberLength;
    private readonly ReadOnlySpan<byte> _pairs = pairs;

    /// <summary>Whether another such block follows.</summary>
    public bool IsExtended { get; } = isExtended;

    public static GnuSparseBlock OfHeader(ReadOnlySpan<byte> block) =>
        new(block.Slice(TarField.GnuSparse, TarField.GnuSparseCount * PairLength), block[TarField.GnuIsExtended] != 0);

    public static GnuSparseBlock OfExtension(ReadOnlySpan<byte> block) =>
        new(block[..(TarField.GnuSparseExtensionCount * PairLength)], block[TarField.GnuExtensionIsExtended] != 0);

    /// <summary>Adds the runs to <paramref name="map"/>, up to one that begins with NUL. False when one is no number.</summary>
    public bool TryRead(SparseMap map)
    {
        for (var pair = _pairs; !pair.IsEmpty && pair[0] != 0; pair = pair[PairLength..])
        {
            if (!TarNumber.TryParseField(pair[..TarField.NumberLength], out var offset) ||
                !TarNumber.TryParseField(pair[TarField.NumberLength..PairLength], out var length))
                return false;
            map.Add(offset, length);
        }

        return true;
    }
}
