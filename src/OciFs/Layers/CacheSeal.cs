using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>
/// What stands behind the bytes of a file of the cache folder: under which name it was made, and a checksum of all. A file that is cut, changed, filled up
/// with zeros or called by another's name is not taken for what it is not. Against who may write the folder only its permissions help.
/// </summary>
/// <remarks>
/// Layout, little-endian: magic "OciFsSe1", length i64 of the bytes before, SHA-256 of the name, zero u64, checksum u64 of
/// <see cref="BlockHash"/> under a key of zeros: of the checksum of the checksums of the blocks before, and the 56 bytes of the seal.
/// </remarks>
internal static class CacheSeal
{
    /// <summary>Bytes of a seal.</summary>
    public const int Length = 64;

    private const ulong Magic = 0x3165_5373_4669_634F; // "OciFsSe1"
    private const int NameStart = 16;
    private const int ChecksumStart = 56;

    /// <summary>Makes the checksums, also of the blocks. Its key is known: it finds damage.</summary>
    public static BlockHash Hash { get; } = new(new byte[BlockHash.KeyLength]);

    /// <summary>The seal of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Bytes before the seal.</param>
    /// <param name="blocks">The checksums of their blocks.</param>
    public static byte[] Make(string name, long length, ReadOnlySpan<ulong> blocks)
    {
        var seal = new byte[Length];
        BinaryPrimitives.WriteUInt64LittleEndian(seal, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(seal.AsSpan(8), length);
        SHA256.HashData(Encoding.UTF8.GetBytes(name), seal.AsSpan(NameStart));
        BinaryPrimitives.WriteUInt64LittleEndian(seal.AsSpan(ChecksumStart), ChecksumOf(seal, blocks));
        return seal;
    }

    /// <summary>Whether a seal is that of a file of this name and length; of its bytes that says nothing.</summary>
    public static bool IsOf(ReadOnlySpan<byte> seal, string name, long length)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return seal.Length == Length && BinaryPrimitives.ReadUInt64LittleEndian(seal) == Magic
            && BinaryPrimitives.ReadInt64LittleEndian(seal[8..]) == length && seal[NameStart..].StartsWith(hash);
    }

    /// <summary>Whether the bytes before a seal are those it was made of.</summary>
    public static bool Holds(ReadOnlySpan<byte> seal, ReadOnlySpan<ulong> blocks) =>
        BinaryPrimitives.ReadUInt64LittleEndian(seal[ChecksumStart..]) == ChecksumOf(seal, blocks);

    private static ulong ChecksumOf(ReadOnlySpan<byte> seal, ReadOnlySpan<ulong> blocks)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong) + ChecksumStart];
        BinaryPrimitives.WriteUInt64LittleEndian(all, Hash.Compute(MemoryMarshal.AsBytes(blocks)));
        seal[..ChecksumStart].CopyTo(all[sizeof(ulong)..]);
        return Hash.Compute(all);
    }
}
