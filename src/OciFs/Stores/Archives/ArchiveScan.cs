using OciFs.Compression;
using OciFs.Layers;
using OciFs.Tar;

namespace OciFs.Stores.Archives;

/// <summary>The one scan of an archive file.</summary>
/// <param name="Members">Its members.</param>
/// <param name="SeekIndex">The index by which its tar can be read anywhere; empty where the file is the tar.</param>
internal sealed record ArchiveScan(ArchiveMembers Members, ReadOnlyMemory<byte> SeekIndex)
{
    private const string Kinds = "what is read: folders of images, and tar archives of docker save, podman save or skopeo, plain or compressed by gzip or zstd";

    // Behind a layer stand the headers of the next members: with the small files that old archives have before each layer some 4 KiB.
    private const int LeastRead = 4 << 10;

    // Where small members follow one another, no more calls than it takes.
    private const int MostRead = 256 << 10;

    /// <summary>Scans a file: a tar's content is jumped over, a compressed tar is decompressed once.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    /// <param name="where">What errors call it.</param>
    /// <param name="meter">Told how much of a compressed file is read; null for nobody.</param>
    /// <exception cref="OciFsException">No tar, or of a compression that is not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArchiveScan Of(IBlob file, string where, WorkMeter? meter = null)
    {
        var head = new byte[CompressionFormats.HeadLength];
        var format = CompressionFormats.Detect(head.AsSpan(0, file.ReadAt(0, head)));
        var collector = new MemberCollector();
        var index = format switch
        {
            CompressionFormat.None => ScanPlain(file, collector),
            CompressionFormat.Gzip or CompressionFormat.Zstd => ScanCompressed(file, collector, where, meter),
            _ => throw new OciFsException(
                OciFsError.Unsupported, $"{where}: compressed by {NameOf(format)}, which is not supported (decompress it, or use gzip or zstd)"),
        };
        return (file.Length == 0 ? "the file is empty" : collector.NoTar is { } what ? $"{what} ({Kinds})" : null) is { } why
            ? throw new OciFsException(OciFsError.Invalid, $"{where}: {why}")
            : new ArchiveScan(collector.Finish(), index);
    }

    /// <summary>Finds the members of a tar that is not compressed, by its headers alone.</summary>
    internal static ReadOnlyMemory<byte> ScanPlain(IByteSource file, MemberCollector collector)
    {
        var scanner = new TarScanner(collector);
        var buffer = new byte[MostRead];
        var wanted = LeastRead;
        for (long at = 0; at < file.Length && !scanner.Ended;)
        {
            if (Math.Min(scanner.Skippable, file.Length - at) is > 0 and var jump)
            {
                scanner.Skip(jump);
                at += jump;
                wanted = LeastRead;
                continue;
            }

            var read = file.ReadAt(at, buffer.AsSpan(0, wanted));
            if (read == 0)
            {
                break;
            }

            scanner.Write(buffer.AsSpan(0, read));
            at += read;
            wanted = Math.Min(2 * wanted, MostRead);
        }

        scanner.Complete();
        return default;
    }

    /// <summary>Reads a stream that breaks off as far as it goes: what lies before is there, and can be read again.</summary>
    private static byte[] ScanCompressed(IBlob file, MemberCollector collector, string where, WorkMeter? meter)
    {
        using var work = meter?.Begin($"decompressing {Path.GetFileName(where)}", file.Length);
        using var stream = new HashingPrefetchStream(file, null, CancellationToken.None, work);
        try
        {
            using var reader = IndexingReader.Open(stream);
            var scanner = new TarScanner(collector);
            string? broken = null;
            try
            {
                for (var chunk = reader.Next(); !chunk.IsEmpty && collector.NoTar is null; chunk = reader.Next())
                {
                    scanner.Write(chunk);
                }
            }
            catch (CompressedDataException error) when (error.Error is CompressedDataError.Truncated or CompressedDataError.Corrupt && reader.Position > 0)
            {
                broken = $"the {NameOf(reader.Format)} stream breaks off behind {reader.Position} bytes of tar: {error.Message}";
            }

            scanner.Complete();
            collector.Tell(broken);
            return collector.NoTar is null ? FinishIndex(reader, where) : [];
        }
        catch (CompressedDataException error)
        {
            throw new OciFsException(
                error.Error is CompressedDataError.Unsupported or CompressedDataError.LibraryMissing ? OciFsError.Unsupported : OciFsError.Invalid,
                $"{where}: cannot be decompressed: {error.Message}",
                error);
        }
    }

    private static byte[] FinishIndex(IndexingReader reader, string where)
    {
        var index = reader.FinishIndex();
        return Compression.SeekIndex.TryOpen(index, out _)
            ? index
            : throw new OciFsException(OciFsError.Invalid, $"{where}: the {NameOf(reader.Format)} stream is damaged (make the archive again)");
    }

    private static string NameOf(CompressionFormat format) => format.ToString().ToLowerInvariant();
}
