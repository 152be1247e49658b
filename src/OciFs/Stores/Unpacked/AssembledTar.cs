namespace OciFs.Stores.Unpacked;

/// <summary>
/// A tar that exists nowhere: headers and padding from a table, contents from the files of a folder. Owns both. Any thread; nothing is verified.
/// </summary>
internal sealed class AssembledTar(SegmentTable table, FolderFiles files) : IHoldingBlob
{
    private const int ChunkBytes = 128 << 10;

    /// <inheritdoc/>
    public long Length => table.TarLength;

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var length = (int)Math.Clamp(Length - offset, 0, destination.Length);
        var segment = length > 0 ? table.Find(offset) : 0;
        for (var filled = 0; filled < length; segment++)
        {
            var within = offset + filled - table.Segments[segment].Start;
            var count = (int)Math.Min(length - filled, table.EndOf(segment) - table.Segments[segment].Start - within);
            Read(segment, within, destination.Slice(filled, count));
            filled += count;
        }

        return length;
    }

    /// <summary>The files whose content is not what the checksum of tar-split says, and why.</summary>
    public IEnumerable<(byte[] Name, OciFsException Why)> FindChanged(CancellationToken end)
    {
        var chunk = new byte[ChunkBytes];
        for (var i = 0; i < table.Segments.Length; i++)
        {
            // 0 is the checksum of nothing: the entry claims a size, and no content stood in the tar (a hard link with a size).
            if (table.Segments[i] is { IsFile: true, Crc64: not 0 } && WhyChanged(i, chunk, end) is { } why)
            {
                yield return (table.NameOf(i).ToArray(), why);
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable Hold(long offset, long length)
    {
        var held = new HeldFiles(files);
        for (var segment = table.Find(offset); segment < table.Segments.Length && table.Segments[segment].Start < offset + length; segment++)
        {
            var part = table.Segments[segment];
            if (part.IsFile)
            {
                held.Add(segment, part.Folder, table.NameOf(segment), table.EndOf(segment) - part.Start);
            }
        }

        return held;
    }

    /// <inheritdoc/>
    public bool TryReadHeld(long offset, Span<byte> destination)
    {
        var segment = table.Find(offset);
        var within = offset - table.Segments[segment].Start;
        return offset + destination.Length <= table.EndOf(segment) && files.TryReadOpen(segment, within, destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        files.Dispose();
        table.Dispose();
    }

    private void Read(int segment, long within, Span<byte> destination)
    {
        var part = table.Segments[segment];
        if (part.IsFile)
        {
            files.Read(segment, part.Folder, table.NameOf(segment), table.EndOf(segment) - part.Start, within, destination);
        }
        else if (part.NameLength == Segment.Raw)
        {
            table.RawOf(segment).Slice((int)within, destination.Length).CopyTo(destination);
        }
        else
        {
            destination.Clear();
        }
    }

    private OciFsException? WhyChanged(int file, byte[] chunk, CancellationToken end)
    {
        var start = table.Segments[file].Start;
        ulong crc = 0;
        try
        {
            for (var at = start; at < table.EndOf(file);)
            {
                end.ThrowIfCancellationRequested();
                var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, table.EndOf(file) - at));
                Read(file, at - start, part);
                crc = Crc64.Append(crc, part);
                at += part.Length;
            }
        }
        catch (IOException error)
        {
            var kind = error is UnlikeLayerException ? OciFsError.DigestMismatch : error is FileNotFoundException ? OciFsError.NotFound : OciFsError.Unavailable;
            return new OciFsException(kind, error.Message, error);
        }

        return crc == table.Segments[file].Crc64
            ? null
            : new OciFsException(OciFsError.DigestMismatch, $"{LayerFolder.Describe(files.Folder, table.NameOf(file))}: its content has changed");
    }
}
