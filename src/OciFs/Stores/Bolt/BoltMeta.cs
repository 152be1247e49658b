using System.Buffers.Binary;
using System.Numerics;

namespace OciFs.Stores.Bolt;

/// <summary>A meta page of a bbolt file: where the tree of one committed transaction begins (bbolt, internal/common/meta.go).</summary>
/// <param name="PageSize">Bytes of a page.</param>
/// <param name="Root">Page of the root bucket.</param>
/// <param name="HighWater">The first page number that no transaction has used so far.</param>
/// <param name="Transaction">Number of the transaction.</param>
/// <param name="Checksum">FNV-1a of the fields, which tells two states of a file apart.</param>
internal readonly record struct BoltMeta(int PageSize, ulong Root, ulong HighWater, ulong Transaction, ulong Checksum)
{
    /// <summary>Bytes of a meta page that matter: the page's header and the fields.</summary>
    public const int Length = BoltPage.HeaderBytes + 64;

    /// <summary>The smallest page there is; bbolt takes the system's page size.</summary>
    public const int MinPageSize = 1 << 10;

    /// <summary>The largest page there is: that of arm64 and ppc64 kernels with large pages.</summary>
    public const int MaxPageSize = 1 << 16;

    private const uint Magic = 0xED0CDAED;
    private const uint Version = 2;
    private const int SummedBytes = 56;

    /// <summary>Reads the beginning of a meta page; false where it is not sound: cut, of another format, half written.</summary>
    public static bool TryParse(ReadOnlySpan<byte> page, out BoltMeta meta)
    {
        meta = default;
        if (page.Length < Length)
        {
            return false;
        }

        var fields = page[BoltPage.HeaderBytes..];
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(fields[SummedBytes..]);
        var pageSize = BinaryPrimitives.ReadUInt32LittleEndian(fields[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(fields) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]) != Version
            || checksum != Fnv1A(fields[..SummedBytes])
            || pageSize is < MinPageSize or > MaxPageSize
            || !BitOperations.IsPow2(pageSize))
        {
            return false;
        }

        meta = new BoltMeta(
            (int)pageSize,
            BinaryPrimitives.ReadUInt64LittleEndian(fields[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[48..]),
            checksum);
        return true;
    }

    // The 64-bit form: offset basis and prime of the FNV draft (draft-eastlake-fnv).
    private static ulong Fnv1A(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 0x100000001B3UL;
        }

        return hash;
    }
}
