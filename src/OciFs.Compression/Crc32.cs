using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>CRC-32 as gzip takes it (RFC 1952 §8): polynomial 0xEDB88320, bit-reflected, complemented before and after.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 16;

    /// <summary>Slice n, entry b: what byte b adds to the CRC when n bytes follow it.</summary>
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The CRC of what <paramref name="crc"/> stands for (0: nothing) and <paramref name="bytes"/> behind it.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Crc32Folding.IsSupported && bytes.Length >= Crc32Folding.Least)
            crc = Crc32Folding.Append(crc, ref bytes);
        return ~AppendSliced(crc, bytes);
    }

    /// <summary>By tables, 16 bytes a step; <paramref name="crc"/> and the result are not complemented.</summary>
    internal static uint AppendSliced(uint crc, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var word = crc ^ MemoryMarshal.Read<uint>(bytes);
            crc = tables[(15 << 8) + (int)(word & 255)] ^ tables[(14 << 8) + (int)((word >> 8) & 255)]
                ^ tables[(13 << 8) + (int)((word >> 16) & 255)] ^ tables[(12 << 8) + (int)(word >> 24)];
            for (var i = 4; i < Slices; i++)
                crc ^= tables[((Slices - 1 - i) << 8) + bytes[i]];
        }

        foreach (var octet in bytes)
            crc = (crc >> 8) ^ tables[(byte)(crc ^ octet)];
        return crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Slices << 8];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
