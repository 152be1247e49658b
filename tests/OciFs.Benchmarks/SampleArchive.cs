using System.Formats.Tar;
using System.IO.Compression;

namespace OciFs.Benchmarks;

/// <summary>A layer to decode: this program's own folder, which is code and debugging information, as a tar and as gzip of it.</summary>
internal static class SampleArchive
{
    private static readonly Lazy<byte[]> LazyTar = new(MakeTar);
    private static readonly Lazy<byte[]> LazyGzip = new(() => Compress(Tar));

    /// <summary>The tar.</summary>
    public static byte[] Tar => LazyTar.Value;

    /// <summary>The tar in one gzip member.</summary>
    public static byte[] Gzip => LazyGzip.Value;

    private static byte[] MakeTar()
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Order(StringComparer.Ordinal))
                writer.WriteEntry(file, Path.GetFileName(file));
        }

        return stream.ToArray();
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
