using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>The synthetic dictionary of the point that a decoder was started at; its memory is reused from start to start.</summary>
internal sealed unsafe class ResumeDictionary : IDisposable
{
    // What PointStateEncoder can make at most: every second byte of the largest window a run of its own.
    private const int MaxRaw = 3 * ZstdFormat.MaxWindow;

    private readonly GrowingBlock _raw = new();
    private readonly GrowingBlock _dictionary = new();

    /// <summary>Memory that it takes now, in bytes; of a sparse window not all is touched.</summary>
    public long Bytes => (long)_raw.Length + _dictionary.Length;

    /// <summary>Makes <paramref name="context"/>, which stands between frames, decode on from a point: its next input is a block.</summary>
    /// <param name="context">Refers to this object's memory until it is reset.</param>
    /// <param name="state">The point's state, which may be forged.</param>
    /// <param name="flags">The point's flags.</param>
    /// <exception cref="CompressedDataException">Corrupt: the state is damaged.</exception>
    public void Load(DecompressionContext context, ReadOnlySpan<byte> state, int flags)
    {
        var parsed = PointState.Parse(Unpack(context, state));
        _dictionary.Renew(parsed.DictionaryLength);
        parsed.WriteDictionary(_dictionary.Slice(parsed.DictionaryLength));
        var result = LibZstd.ZSTD_DCtx_loadDictionary_byReference(context, _dictionary.Pointer, (nuint)parsed.DictionaryLength);
        if (LibZstd.IsError(result))
        {
            throw PointState.Forged();
        }

        BeginFrame(context, PointState.WindowLog(flags));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _raw.Dispose();
        _dictionary.Dispose();
    }

    private ReadOnlySpan<byte> Unpack(DecompressionContext context, ReadOnlySpan<byte> state)
    {
        var size = state.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(state);
        if (size is < 0 or > MaxRaw)
        {
            throw PointState.Forged();
        }

        _raw.Renew(size);
        fixed (byte* packed = state)
        {
            var result = LibZstd.ZSTD_decompressDCtx(context, _raw.Pointer, (nuint)size, packed + 4, (nuint)(state.Length - 4));
            return result == (nuint)size ? _raw.Slice(size) : throw PointState.Forged();
        }
    }

    /// <summary>A header that says as little as it can: no content size, no checksum, no dictionary ID.</summary>
    private static void BeginFrame(DecompressionContext context, int windowLog)
    {
        const int Size = 6;
        var header = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(header, 4), ZstdFormat.FrameMagic);
        header[4] = 0;
        header[5] = (byte)((windowLog - ZstdFormat.MinWindowLog) << 3);
        var input = new LibZstd.InBuffer(header, Size);
        var output = default(LibZstd.OutBuffer);
        LibZstd.Check(LibZstd.ZSTD_decompressStream(context, ref output, ref input), "resume");
    }
}
