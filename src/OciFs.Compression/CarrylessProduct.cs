using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace OciFs.Compression;

/// <summary>A polynomial over GF(2) of degree below 128: the product of two of degree below 64, or a sum of such. Bit i is the coefficient of x^i.</summary>
/// <param name="Low">The lower 64 coefficients.</param>
/// <param name="High">The higher ones.</param>
internal readonly record struct CarrylessProduct(ulong Low, ulong High)
{
    /// <summary>Rows have a multiple of so many bytes.</summary>
    public const int RowStep = 128;


    // x^64 = x^4 + x^3 + x + 1.
    private const ulong Modulus = 0x1B;

    // Every fourth bit: eight terms of a sum of integer products stay within their four bits.
    private const ulong EveryFourth = 0x1111_1111_1111_1111;

    /// <summary>The sum of two.</summary>
    public static CarrylessProduct operator ^(CarrylessProduct one, CarrylessProduct other) => new(one.Low ^ other.Low, one.High ^ other.High);

    /// <summary>The product of two polynomials of degree below 64.</summary>
    public static CarrylessProduct Of(ulong one, ulong other) => Pclmulqdq.IsSupported
        ? From(Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(one), Vector128.CreateScalar(other), 0x00))
        : ArmAes.IsSupported
            ? From(ArmAes.PolynomialMultiplyWideningLower(Vector64.Create(one), Vector64.Create(other)))
            : Portable(one, other);

    /// <summary>
    /// The sum of (a + k) × (b + l) over all pairs of words (a, b) of <paramref name="bytes"/>, whose length is a multiple of 16, and (k, l) of
    /// <paramref name="key"/>, which is as long or longer.
    /// </summary>
    public static CarrylessProduct SumOfPairs(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var keys = MemoryMarshal.Cast<byte, ulong>(key);
        var sum = default(CarrylessProduct);
        for (var i = 0; i + 1 < words.Length; i += 2)
            sum ^= Of(words[i] ^ keys[i], words[i + 1] ^ keys[i + 1]);
        return sum;
    }

    /// <summary>Writes <see cref="SumOfPairs"/> of each whole row of <paramref name="bytes"/>, 16 bytes each, low word first.</summary>
    /// <param name="bytes">The rows.</param>
    /// <param name="key">As long as a row, which is a multiple of <see cref="RowStep"/>.</param>
    /// <param name="sums">Room for the sums.</param>
    public static void SumRows(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key, Span<byte> sums)
    {
        var rows = bytes.Length / key.Length;
        var to = MemoryMarshal.Cast<byte, Vector128<ulong>>(sums)[..rows];
        if (Pclmulqdq.V512.IsSupported)
            SumWide(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetReference(key), key.Length, to);
        else if (Pclmulqdq.IsSupported)
            SumNarrow(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetReference(key), key.Length, to);
        else
            SumPlain(bytes, key, to);
    }

    /// <summary>As <see cref="SumOfPairs"/>, of a row.</summary>
    public static CarrylessProduct SumOfRow(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        Vector128<ulong> sum = default;
        SumRows(bytes, key, MemoryMarshal.AsBytes(new Span<Vector128<ulong>>(ref sum)));
        return From(sum);
    }

    /// <summary>What is left of it modulo x^64 + x^4 + x^3 + x + 1.</summary>
    public ulong Reduce()
    {
        var above = Of(High, Modulus);
        return Low ^ above.Low ^ Of(above.High, Modulus).Low;
    }

    /// <summary>
    /// The product by integer multiplication, without instructions made for it: of operands of which only every fourth bit counts no carry
    /// reaches the next bit that counts.
    /// </summary>
    internal static CarrylessProduct Portable(ulong one, ulong other)
    {
        var (low, high) = (PortableHalf(one, (uint)other), PortableHalf(one, other >> 32));
        return new CarrylessProduct(low.Low ^ (high.Low << 32), low.High ^ (high.High << 32) ^ (high.Low >> 32));
    }

    private static void SumPlain(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key, Span<Vector128<ulong>> sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            var sum = SumOfPairs(bytes.Slice(row * key.Length, key.Length), key);
            sums[row] = Vector128.Create(sum.Low, sum.High);
        }
    }

    private static CarrylessProduct PortableHalf(ulong one, ulong other)
    {
        var sum = default(CarrylessProduct);
        for (var bit = 0; bit < 4; bit++)
        {
            var of = default(CarrylessProduct);
            for (var first = 0; first < 4; first++)
            {
                var high = Math.BigMul(one & (EveryFourth << first), other & (EveryFourth << ((bit - first) & 3)), out var low);
                of ^= new CarrylessProduct(low, high);
            }

            sum ^= new CarrylessProduct(of.Low & (EveryFourth << bit), of.High & (EveryFourth << bit));
        }

        return sum;
    }

    private static void SumNarrow(ref byte from, ref byte by, int length, Span<Vector128<ulong>> sums)
    {
        foreach (ref var sum in sums)
        {
            var (one, other) = (Vector128<ulong>.Zero, Vector128<ulong>.Zero);
            for (nuint i = 0; i < (nuint)length; i += 32)
            {
                one ^= ProductAt(ref from, ref by, i);
                other ^= ProductAt(ref from, ref by, i + 16);
            }

            sum = one ^ other;
            from = ref Unsafe.Add(ref from, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Code compiled ahead knows no vectors of 512 bits.
    private static void SumWide(ref byte from, ref byte by, int length, Span<Vector128<ulong>> sums)
    {
        foreach (ref var sum in sums)
        {
            var (one, other) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
            for (nuint i = 0; i < (nuint)length; i += RowStep)
            {
                one ^= ProductsAt(ref from, ref by, i);
                other ^= ProductsAt(ref from, ref by, i + (RowStep / 2));
            }

            one ^= other;
            var half = one.GetLower() ^ one.GetUpper();
            sum = half.GetLower() ^ half.GetUpper();
            from = ref Unsafe.Add(ref from, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ProductAt(ref byte from, ref byte by, nuint offset)
    {
        var pair = (Vector128.LoadUnsafe(ref from, offset) ^ Vector128.LoadUnsafe(ref by, offset)).AsUInt64();
        return Pclmulqdq.CarrylessMultiply(pair, pair, 0x01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> ProductsAt(ref byte from, ref byte by, nuint offset)
    {
        var pairs = (Vector512.LoadUnsafe(ref from, offset) ^ Vector512.LoadUnsafe(ref by, offset)).AsUInt64();
        return Pclmulqdq.V512.CarrylessMultiply(pairs, pairs, 0x01);
    }

    private static CarrylessProduct From(Vector128<ulong> bits) => new(bits[0], bits[1]);
}
