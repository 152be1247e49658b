using OciFs.Compression;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>An indexed layer: its tree, and the bytes of its files and of its tar stream, each checked before it is given. Any thread.</summary>
internal sealed class LayerContent : IStackedLayer, IDisposable
{
    private readonly IBlob _blob;
    private readonly LayerStream _stream;
    private readonly ReadProblems? _problems;

    /// <summary>Takes over the blob and the index.</summary>
    /// <param name="blob">The layer as it is stored.</param>
    /// <param name="index">The index of it.</param>
    /// <param name="blocks">Where decoded blocks are kept; stays the caller's.</param>
    /// <param name="problems">Told of what cannot be read; null for nobody.</param>
    /// <param name="places">Those of reads that need the blob; null where they are not bounded.</param>
    public LayerContent(IBlob blob, LayerIndex index, BlockCache blocks, ReadProblems? problems = null, ReadPlaces? places = null)
    {
        _problems = problems;
        _blob = blob;
        Index = index;
        _stream = new LayerStream(new SeekableReader(blob, index.Seek, blocks), places: places);
    }

    /// <summary>The layer's tree.</summary>
    public LayerIndex Index { get; }

    /// <inheritdoc/>
    LayerContent IStackedLayer.Content => this;

    /// <inheritdoc/>
    LayerContent IStackedLayer.ContentIfReady => this;

    /// <summary>Length of the decompressed layer in bytes.</summary>
    public long StreamLength => Index.Seek.Length;

    /// <summary>Reads of the decompressed layer (the tar as it is); short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be read, or is no longer what was indexed.</exception>
    /// <exception cref="NotReadyException">As many reads as may be are waiting for the blob.</exception>
    public int ReadStream(long offset, Span<byte> destination) => Read(offset, destination, held: null);

    /// <summary>
    /// The decompressed layer for one who reads it from front to end, apart from what other readers have cached. To be disposed before this.
    /// </summary>
    public LayerStream OpenStream()
    {
        var blocks = new BlockCache(BlockCache.BlockSize);
        return new LayerStream(new SeekableReader(_blob, Index.Seek, blocks), blocks);
    }

    /// <summary>Reads of a regular file's content; short only at its end. Holes are zeros.</summary>
    /// <exception cref="OciFsException">As <see cref="ReadStream"/>.</exception>
    /// <exception cref="NotReadyException">As <see cref="ReadStream"/>.</exception>
    public int ReadFile(in LayerInode inode, long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= inode.Size)
        {
            return 0;
        }

        var wanted = destination[..(int)Math.Min(destination.Length, inode.Size - offset)];
        if ((inode.Flags & LayerInodeFlags.Sparse) == 0)
        {
            return ReadContent(inode.Data + offset, wanted);
        }

        ReadSparse(inode, offset, wanted);
        return wanted.Length;
    }

    /// <summary>
    /// Keeps a regular file readable though its layer is removed from the store, until what is returned is disposed; null where it needs
    /// no holding.
    /// </summary>
    public IDisposable? Hold(in LayerInode inode)
    {
        if (_blob is not IHoldingBlob blob || !UnixMode.IsRegular(inode.Mode) || inode.Size == 0)
        {
            return null;
        }

        var stored = (inode.Flags & LayerInodeFlags.Sparse) == 0 ? inode.Size : Index.Extras(inode).Runs.Stored;
        return blob.Hold(inode.Data, stored);
    }

    /// <summary>The first part of a regular file that ends behind <paramref name="offset"/> and is no hole.</summary>
    public bool TryFindData(in LayerInode inode, long offset, out DataRange data)
    {
        if ((inode.Flags & LayerInodeFlags.Sparse) == 0)
        {
            data = new DataRange(0, inode.Size);
            return offset < inode.Size;
        }

        var runs = Index.Extras(inode).Runs;
        var first = runs.FirstBehind(offset);
        if (first == runs.Count)
        {
            data = default;
            return false;
        }

        var last = first;
        while (last + 1 < runs.Count && runs.Start(last + 1) == runs.End(last))
        {
            last++;
        }

        data = new DataRange(runs.Start(first), runs.End(last));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => TryDispose(Timeout.InfiniteTimeSpan);

    /// <summary>Frees blob and index, unless a read does not end, which goes on to use them.</summary>
    public bool TryDispose(TimeSpan patience)
    {
        if (!_stream.TryDispose(patience))
        {
            return false;
        }

        _blob.Dispose();
        Index.Dispose();
        return true;
    }

    // Where what shares a block with a file is gone, the block cannot be checked: the file, if somebody holds it, is the very one that was proven
    // when the layer was indexed.
    private int ReadContent(long offset, Span<byte> destination) => Read(offset, destination, _blob as IHoldingBlob);

    private int Read(long offset, Span<byte> destination, IHoldingBlob? held)
    {
        var reached = offset;
        try
        {
            var read = _stream.Read(offset, destination, ref reached);
            _problems?.Passed(offset, read);
            return read;
        }
        catch (OciFsException error)
        {
            return error.Error == OciFsError.Unavailable && held?.TryReadHeld(offset, destination) is true
                ? destination.Length
                : throw _problems?.Failed(reached, error) ?? error;
        }
    }

    private void ReadSparse(in LayerInode inode, long offset, Span<byte> destination)
    {
        destination.Clear();
        var runs = Index.Extras(inode).Runs;
        var end = offset + destination.Length;
        for (var run = runs.FirstBehind(offset); run < runs.Count && runs.Start(run) < end; run++)
        {
            var from = Math.Max(offset, runs.Start(run));
            var part = destination[(int)(from - offset)..(int)(Math.Min(end, runs.End(run)) - offset)];
            if (ReadContent(inode.Data + runs.StoredStart(run) + (from - runs.Start(run)), part) != part.Length)
            {
                throw new OciFsException(OciFsError.Invalid, "a sparse file's data ends before its map");
            }
        }
    }
}
