using System.IO.Compression;

namespace OciFs.Reference.Layout;

/// <summary>A layer: its tar, and the bytes and the media type under which a layout keeps it.</summary>
/// <param name="Tar">The uncompressed tar; its digest is the diffID.</param>
/// <param name="Bytes">The blob.</param>
public sealed record LayerBlob(byte[] Tar, byte[] Bytes, string MediaType)
{
    private const string TarType = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>One fixed block of nothing: GZipStream writes no member at all for nothing.</summary>
    private static readonly byte[] EmptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, .. new byte[8]];

    /// <summary>Compresses a tar; zstd by the program of that name.</summary>
    public static LayerBlob Of(byte[] tar, LayerCompression compression = LayerCompression.None) => compression switch
    {
        LayerCompression.Gzip => new LayerBlob(tar, Gzip(tar), TarType + "+gzip"),
        LayerCompression.GzipMembers => new LayerBlob(tar, GzipMembers(tar), TarType + "+gzip"),
        LayerCompression.ZstdFrames => new LayerBlob(tar, StoredZstd.Frames(tar), TarType + "+zstd"),
        LayerCompression.Zstd => new LayerBlob(tar, ZstdProgram.Compress(tar), TarType + "+zstd"),
        _ => new LayerBlob(tar, tar, TarType),
    };

    private static byte[] GzipMembers(byte[] tar) =>
        [.. Gzip(tar[..(tar.Length / 3)]), .. Gzip([]), .. Gzip(tar[(tar.Length / 3)..]), .. new byte[100]];

    private static byte[] Gzip(byte[] tar)
    {
        if (tar.Length == 0)
            return EmptyMember;
        var blob = new MemoryStream();
        using (var gzip = new GZipStream(blob, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(tar);
        return blob.ToArray();
    }
}
