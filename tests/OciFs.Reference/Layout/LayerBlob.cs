using System.IO.Compression;

namespace OciFs.Reference.Layout;

/// <summary>A layer: its tar, and the bytes and the media type under which a layout keeps it.</summary>
/// <param name="Tar">The uncompressed tar; its digest is the diffID.</param>
/// <param name="Bytes">The blob.</param>
public sealed record LayerBlob(byte[] Tar, byte[] Bytes, string MediaType)
{
    private const string TarType = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>Compresses a tar; zstd by the program of that name.</summary>
    public static LayerBlob Of(byte[] tar, LayerCompression compression = LayerCompression.None) => compression switch
    {
        LayerCompression.Gzip => new LayerBlob(tar, Gzip(tar), TarType + "+gzip"),
        LayerCompression.Zstd => new LayerBlob(tar, ZstdProgram.Compress(tar), TarType + "+zstd"),
        _ => new LayerBlob(tar, tar, TarType),
    };

    private static byte[] Gzip(byte[] tar)
    {
        var blob = new MemoryStream();
        using (var gzip = new GZipStream(blob, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(tar);
        return blob.ToArray();
    }
}
