using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Stores.Unpacked;

/// <summary>Where the files of a layer lie that a store has unpacked.</summary>
/// <param name="Folder">The folder of its files.</param>
/// <param name="Content">What that folder holds.</param>
internal sealed record UnpackedLayer(string Folder, UnpackedContent Content)
{
    /// <summary>
    /// The folders of the layers below, the nearest first: what an entry of the layer may refer to (overlay's <c>metacopy</c> and
    /// <c>redirect</c>); of <see cref="UnpackedContent.WholeTree"/> the nearest is what the layer is compared with.
    /// </summary>
    public ImmutableArray<string> Lower { get; init; } = [];

    /// <summary>The file of tar-split data (gzip or zstd of JSON lines); null where the store has none.</summary>
    public string? TarSplit { get; init; }

    /// <summary>Where the folder is now, should it be gone; null for nowhere. A removed image that is fetched again may lie elsewhere.</summary>
    public Func<string?> Locate { get; init; } = () => null;

    /// <summary>Digest of the layer's tar as the store recorded it; null where it did not.</summary>
    public DiffId? DiffId { get; init; }
}
