namespace OciFs.Compression;

/// <summary>
/// A compressed stream as if it were not: reads its decompressed bytes at any offset. Every block is checked against the index's checksum
/// before a byte of it is handed out. Thread-safe. Source, index and cache stay the caller's; once <see cref="Dispose"/> has returned
/// none is used.
/// </summary>
public sealed class SeekableReader : IDisposable
{
    private readonly SeekIndex _index;
    private readonly BlockCache _cache;
    private readonly DecoderPool _decoders;
    private readonly DecodeAhead? _ahead;
    private readonly long _owner;
    private readonly object _idle = new(); // A monitor: Dispose waits on it for running reads.
    private int _running;
    private volatile bool _disposed;
    private bool _freed; // Under the lock of _idle: whoever comes second returns when all is free.

    /// <summary>A reader; nothing is read yet.</summary>
    /// <param name="source">The compressed stream that the index was made of.</param>
    /// <param name="index">Its seek points and checksums.</param>
    /// <param name="cache">Where decompressed blocks are kept, and whose bound of decoders counts, shared with other readers.</param>
    public SeekableReader(IByteSource source, SeekIndex index, BlockCache cache)
    {
        _index = index;
        _cache = cache;
        _decoders = new DecoderPool(cache.Reads.Count(source), index, cache.Decoders);
        _ahead = DecodeAhead.Pays(index, cache) ? new DecodeAhead(index, TryBring) : null;
        _owner = cache.NewOwner();
    }

    /// <summary>Length of the decompressed stream in bytes.</summary>
    public long Length => _index.Length;

    /// <summary>Reads decompressed bytes at <paramref name="offset"/>; short only where the stream ends.</summary>
    /// <returns>The number of bytes read; 0 at or behind the end.</returns>
    /// <exception cref="CompressedDataException">The source's bytes are not what the index was made of.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var reached = offset;
        return ReadAt(offset, destination, ref reached);
    }

    /// <inheritdoc cref="ReadAt(long, Span{byte})"/>
    /// <param name="offset">Where to begin.</param>
    /// <param name="destination">Is filled.</param>
    /// <param name="reached">Where reading stands, also when it fails: a byte of the block that could not be had.</param>
    public int ReadAt(long offset, Span<byte> destination, ref long reached)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Enter();
        try
        {
            var length = (int)Math.Min(destination.Length, Math.Max(0, Length - offset));
            for (var filled = 0; filled < length;)
            {
                var within = (int)((offset + filled) % BlockCache.BlockSize);
                var take = Math.Min(length - filled, BlockCache.BlockSize - within);
                var block = (offset + filled) / BlockCache.BlockSize;
                reached = offset + filled;
                _ahead?.Note(block);
                ReadBlock(block, within, destination.Slice(filled, take));
                filled += take;
            }

            return length;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Reads as much as the cache has, without a look into the source.</summary>
    /// <returns>The number of bytes read; fewer than there are where the next block has to be decoded.</returns>
    public int ReadCached(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Enter();
        try
        {
            var length = (int)Math.Min(destination.Length, Math.Max(0, Length - offset));
            var filled = 0;
            while (filled < length)
            {
                var within = (int)((offset + filled) % BlockCache.BlockSize);
                var take = Math.Min(length - filled, BlockCache.BlockSize - within);
                var block = (offset + filled) / BlockCache.BlockSize;
                if (!TryReadCached(block, within, destination.Slice(filled, take)))
                    break;
                _ahead?.Note(block);
                filled += take;
            }

            return filled;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Waits for reads that are running, then frees decoders and gives the blocks back to the cache.</summary>
    public void Dispose() => TryDispose(Timeout.InfiniteTimeSpan);

    /// <summary>As <see cref="Dispose"/>, but gives up where a read does not end: it still uses source, index and cache then, and no read begins any more.</summary>
    public bool TryDispose(TimeSpan patience)
    {
        lock (_idle)
        {
            _disposed = true;
            Interlocked.MemoryBarrier(); // Either this sees a read's count, or that read sees `disposed`.
            var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (Volatile.Read(ref _running) > 0)
            {
                if (patience == Timeout.InfiniteTimeSpan)
                    Monitor.Wait(_idle);
                else if (!Monitor.Wait(_idle, (int)Math.Max(0, end - Environment.TickCount64)) && Environment.TickCount64 >= end)
                    return false;
            }

            if (_freed)
                return true;
            _freed = true;
            _decoders.Dispose();
            _cache.Remove(_owner);
            return true;
        }
    }

    private void Enter() => ObjectDisposedException.ThrowIf(!TryEnter(), this);

    private bool TryEnter()
    {
        Interlocked.Increment(ref _running);
        if (!_disposed)
            return true;
        Exit();
        return false;
    }

    private void Exit()
    {
        if (Interlocked.Decrement(ref _running) > 0 || !_disposed)
            return;
        lock (_idle)
            Monitor.PulseAll(_idle);
    }

    /// <summary>Brings a block into the cache for whoever will read it, who will also be told what is wrong with it.</summary>
    private bool TryBring(long block)
    {
        if (!TryEnter())
            return false;
        try
        {
            ReadBlock(block, 0, default);
            return true;
        }
        catch (Exception)
        {
            return false; // Whatever it is, it may not end the process; who reads the block meets it too.
        }
        finally
        {
            Exit();
        }
    }

    private void ReadBlock(long block, int within, Span<byte> destination)
    {
        while (!TryReadCached(block, within, destination))
        {
            var live = _decoders.Take(block * BlockCache.BlockSize, Math.Min(Length, (block + 1) * BlockCache.BlockSize));
            if (live is null)
                continue;
            try
            {
                // Another thread may have brought the block since we looked.
                if (!TryReadCached(block, within, destination))
                    DecodeTo(live, block, within, destination);
            }
            catch (CompressedDataException error) when (DecoderPool.IsTooSmall(live, error))
            {
                _decoders.Enlarge(live);
                continue;
            }
            catch (Exception error)
            {
                _cache.Reads.CountFailure(error);
                _decoders.Discard(live);
                throw;
            }

            _decoders.Return(live);
            return;
        }
    }

    private bool TryReadCached(long block, int within, Span<byte> destination)
    {
        var found = _cache.Find(new BlockKey(_owner, block));
        if (found is null)
            return false;
        found.Memory.Slice(within, destination.Length).CopyTo(destination);
        BlockCache.Release(found);
        return true;
    }

    /// <summary>Decodes up to and with <paramref name="block"/>; whole blocks on the way are kept too.</summary>
    private void DecodeTo(LiveDecoder live, long block, int within, Span<byte> destination)
    {
        var decoder = live.Decoder;
        var beside = (int)(decoder.Position % BlockCache.BlockSize);
        if (beside != 0)
            Fill(decoder, live.Scratch[..(BlockCache.BlockSize - beside)]);
        while (decoder.Position / BlockCache.BlockSize < block)
            DecodeBlock(live, decoder.Position / BlockCache.BlockSize, 0, default);
        DecodeBlock(live, block, within, destination);
    }

    private void DecodeBlock(LiveDecoder live, long block, int within, Span<byte> destination)
    {
        var kept = _cache.Reserve(new BlockKey(_owner, block));
        try
        {
            var start = block * BlockCache.BlockSize;
            var length = (int)Math.Min(BlockCache.BlockSize, Length - start);
            var bytes = (kept is null ? live.Scratch : kept.Memory)[..length];
            Fill(live.Decoder, bytes);
            _cache.Reads.CountDecoded(length);
            if (_index.Hash.Compute(bytes) != _index.Checksums[(int)block])
                throw Changed(start);
            bytes.Slice(within, destination.Length).CopyTo(destination);
            if (kept is not null)
                _cache.Publish(kept, length, wasRead: !destination.IsEmpty);
        }
        finally
        {
            if (kept is not null)
                BlockCache.Release(kept);
        }
    }

    private static void Fill(ResumableDecoder decoder, Span<byte> bytes)
    {
        var start = decoder.Position;
        if (decoder.Read(bytes) < bytes.Length)
            throw Changed(start);
    }

    private static CompressedDataException Changed(long offset) =>
        new(CompressedDataError.Corrupt, $"the bytes from {offset} are not those that the index was made of");
}
