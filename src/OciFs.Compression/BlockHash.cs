using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OciFs.Compression;

/// <summary>
/// A keyed checksum of blocks: who does not know the key can change a block in no way that keeps its checksum, but by luck, once in 2^62 tries.
/// Immutable; any thread.
/// </summary>
/// <remarks>
/// <para>
/// A universal hash of two levels (Black et al., "UMAC", 1999, NH; with carry-less products as in Lemire and Kaser, "Faster 64-bit universal
/// hashing using carry-less multiplications", 2016). A row of 2,048 bytes is cut into pairs of 64-bit words (a, b), little-endian, zeros behind its
/// end, and becomes the sum of (a + k) × (b + l) over its pairs, k and l the pair's words of the key; sum and product are those of polynomials over
/// GF(2), 128 bits. The sums of all rows, low word first, become one sum in the same way by another part of the key, and that, with the block's
/// length in bytes, three words, becomes x × k + y × l + length × m in GF(2^64) modulo x^64 + x^4 + x^3 + x + 1.
/// </para>
/// <para>
/// Two different rows have one sum with a chance of 2^-64 over all keys, whoever chose them: where they differ in a, the difference has l times a
/// polynomial that is not zero, and that is another value for each l. So for the two levels behind: 3 × 2^-64 in all. Checksums are to be kept as
/// secret as the key. The key is stretched by AES-256 in counter mode.
/// </para>
/// </remarks>
public sealed class BlockHash
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>The longest block, in bytes.</summary>
    public const int MostBytes = MostRows * RowBytes;

    /// <summary>Bytes of a row: as long as its part of the key, which is to stay in the first-level cache beside it.</summary>
    internal const int RowBytes = 2048;

    /// <summary>Bytes of a row's sum.</summary>
    internal const int SumBytes = 16;

    private const int MostRows = 64;
    private const int SumsKey = RowBytes;
    private const int LastKey = SumsKey + (MostRows * SumBytes);
    private const int StretchedLength = LastKey + 32;

    // Vectors of the key that lie across two cache lines would halve the speed.
    private const int Alignment = 64;

    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(StretchedLength + Alignment, pinned: true);
    private readonly int _start;

    /// <summary>A hash by <paramref name="key"/>, which is not kept.</summary>
    public unsafe BlockHash(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"a key has {KeyLength} bytes", nameof(key));
        _start = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) & (Alignment - 1));
        Span<byte> counters = stackalloc byte[StretchedLength];
        counters.Clear();
        for (var counter = 0; counter < StretchedLength / 16; counter++)
            BinaryPrimitives.WriteInt32LittleEndian(counters[(counter * 16)..], counter);
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.EncryptEcb(counters, Key, PaddingMode.None);
    }

    private Span<byte> Key => _memory.AsSpan(_start, StretchedLength);

    /// <summary>A key that nobody knows.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    /// <summary>The checksum of a block of at most <see cref="MostBytes"/>.</summary>
    [SkipLocalsInit]
    public ulong Compute(ReadOnlySpan<byte> block)
    {
        if (block.Length > MostBytes)
            throw new ArgumentException($"a block has at most {MostBytes} bytes", nameof(block));
        Span<byte> sums = stackalloc byte[MostRows * SumBytes];
        return Finish(sums[..(AddRows(block, sums) * SumBytes)], block.Length);
    }

    /// <summary>Writes the sums of all rows of <paramref name="bytes"/>, of which only the last of a block is shorter than <see cref="RowBytes"/>.</summary>
    /// <returns>How many they are.</returns>
    internal int AddRows(ReadOnlySpan<byte> bytes, Span<byte> sums)
    {
        var rows = bytes.Length / RowBytes;
        CarrylessProduct.SumRows(bytes, Key[..RowBytes], sums);
        var rest = bytes[(rows * RowBytes)..];
        if (rest.IsEmpty)
            return rows;
        var sum = SumOf(rest, Key);
        BinaryPrimitives.WriteUInt64LittleEndian(sums[(rows * SumBytes)..], sum.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(sums[((rows * SumBytes) + 8)..], sum.High);
        return rows + 1;
    }

    /// <summary>The checksum of a block by the sums of its rows.</summary>
    internal ulong Finish(ReadOnlySpan<byte> sums, int length)
    {
        var sum = SumOf(sums, Key[SumsKey..]);
        var key = MemoryMarshal.Cast<byte, ulong>(Key[LastKey..]);
        var (low, high) = (CarrylessProduct.Of(sum.Low, key[0]), CarrylessProduct.Of(sum.High, key[1]));
        return (low ^ high ^ CarrylessProduct.Of((ulong)length, key[2])).Reduce();
    }

    private static CarrylessProduct SumOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        var (wide, whole) = (bytes.Length & -CarrylessProduct.RowStep, bytes.Length & -SumBytes);
        var sum = CarrylessProduct.SumOfPairs(bytes[wide..whole], key[wide..]);
        if (wide > 0)
            sum ^= CarrylessProduct.SumOfRow(bytes[..wide], key[..wide]);
        if (whole == bytes.Length)
            return sum;
        Span<byte> last = stackalloc byte[SumBytes];
        last.Clear();
        bytes[whole..].CopyTo(last);
        return sum ^ CarrylessProduct.SumOfPairs(last, key[whole..]);
    }
}
