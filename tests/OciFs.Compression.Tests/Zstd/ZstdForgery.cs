using System.Buffers.Binary;
using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

/// <summary>Indexes whose points were changed behind the builder's back.</summary>
internal static unsafe class ZstdForgery
{
    /// <summary>The index with its points replaced.</summary>
    public static SeekIndex Replace(SeekIndex index, Func<SeekPoint, byte[], (SeekPoint Point, byte[] State)> change)
    {
        var builder = new SeekIndexBuilder();
        foreach (var old in index.Points)
        {
            var (point, state) = change(old, index.State.Slice((int)old.StateOffset, old.StateLength).ToArray());
            builder.AddPoint(point.Output, point.InputBit, state, point.Flags);
        }

        foreach (var checksum in index.Checksums)
        {
            builder.AddChecksum(checksum);
        }

        Assert.True(SeekIndex.TryOpen(builder.ToArray(CompressionFormat.Zstd, index.CompressedLength, index.Length), out var forged));
        return forged!;
    }

    /// <summary>What a state holds.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> state) =>
        Tool.Run("zstd", ["-dcq"], state[4..].ToArray());

    /// <summary>A state that holds these bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> raw)
    {
        using var context = new CompressionContext();
        var state = new byte[4 + (int)LibZstd.ZSTD_compressBound((nuint)raw.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(state, raw.Length);
        fixed (byte* from = raw, to = state)
        {
            var size = LibZstd.Check(
                LibZstd.ZSTD_compressCCtx(context, to + 4, (nuint)(state.Length - 4), from, (nuint)raw.Length, 1), "test");
            return state[..(4 + (int)size)];
        }
    }

    /// <summary>Reads from a point to the end: any bytes, or the one exception.</summary>
    public static bool Survives(ZstdDecoder decoder, int point, byte[] buffer)
    {
        try
        {
            decoder.Start(point);
            decoder.Read(buffer);
            return true;
        }
        catch (CompressedDataException)
        {
            return false;
        }
    }
}
