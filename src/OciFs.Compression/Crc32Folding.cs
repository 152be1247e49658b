using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OciFs.Compression;

/// <summary>CRC-32 by carry-less multiplication: four vectors are folded onto the next four until less than that is left.</summary>
/// <remarks>
/// The method of Intel's white paper "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction"; its constants are
/// x^n mod P for the distance n that a half of 16 bytes is moved, bit-reflected, times x.
/// </remarks>
internal static class Crc32Folding
{
    /// <summary>Fewer bytes than these are not worth it.</summary>
    public const int Least = 128;

    private const int Step = 64;
    private const int WideStep = 256;

    public static bool IsSupported => Pclmulqdq.IsSupported;

    /// <summary>x^(2048+32) and x^(2048-32): moves 16 bytes by 256.</summary>
    private static Vector128<ulong> By256 => Vector128.Create(0x1_1542_778AUL, 0x1_322D_1430UL);

    /// <summary>x^(512+32) and x^(512-32): moves 16 bytes by 64.</summary>
    private static Vector128<ulong> By64 => Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);

    /// <summary>x^(128+32) and x^(128-32): moves 16 bytes by 16.</summary>
    private static Vector128<ulong> By16 => Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);

    /// <summary>Takes all but the last few of <paramref name="bytes"/>; <paramref name="crc"/> and result are not complemented.</summary>
    public static uint Append(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        var rest = Pclmulqdq.V512.IsSupported && bytes.Length >= 2 * WideStep ? FoldWide(crc, ref bytes) : FoldNarrow(crc, ref bytes);

        // What is left is 16 bytes whose CRC, begun at zero, is that of all before them.
        Span<byte> remainder = stackalloc byte[16];
        MemoryMarshal.Write(remainder, in rest);
        return Crc32.AppendSliced(0, remainder);
    }

    private static Vector128<ulong> FoldNarrow(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        ref var from = ref MemoryMarshal.GetReference(bytes);
        var length = (nuint)(bytes.Length & -Step);
        var a = Load(ref from, 0) ^ Vector128.CreateScalar((ulong)crc);
        var b = Load(ref from, 16);
        var c = Load(ref from, 32);
        var d = Load(ref from, 48);
        for (nuint i = Step; i < length; i += Step)
        {
            a = Fold(a, By64) ^ Load(ref from, i);
            b = Fold(b, By64) ^ Load(ref from, i + 16);
            c = Fold(c, By64) ^ Load(ref from, i + 32);
            d = Fold(d, By64) ^ Load(ref from, i + 48);
        }

        bytes = bytes[(int)length..];
        return Fold(Fold(Fold(a, By16) ^ b, By16) ^ c, By16) ^ d;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Code compiled ahead knows no vectors of 512 bits.
    private static Vector128<ulong> FoldWide(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        ref var from = ref MemoryMarshal.GetReference(bytes);
        var length = (nuint)(bytes.Length & -WideStep);
        var by256 = Vector512.Create(Vector256.Create(By256, By256), Vector256.Create(By256, By256));
        var by64 = Vector512.Create(Vector256.Create(By64, By64), Vector256.Create(By64, By64));
        var a = LoadWide(ref from, 0) ^ Vector512.CreateScalar((ulong)crc);
        var b = LoadWide(ref from, 64);
        var c = LoadWide(ref from, 128);
        var d = LoadWide(ref from, 192);
        for (nuint i = WideStep; i < length; i += WideStep)
        {
            a = FoldWide(a, by256) ^ LoadWide(ref from, i);
            b = FoldWide(b, by256) ^ LoadWide(ref from, i + 64);
            c = FoldWide(c, by256) ^ LoadWide(ref from, i + 128);
            d = FoldWide(d, by256) ^ LoadWide(ref from, i + 192);
        }

        bytes = bytes[(int)length..];
        d ^= FoldWide(FoldWide(FoldWide(a, by64) ^ b, by64) ^ c, by64);
        var (low, high) = (d.GetLower(), d.GetUpper());
        return Fold(Fold(Fold(low.GetLower(), By16) ^ low.GetUpper(), By16) ^ high.GetLower(), By16) ^ high.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> FoldWide(Vector512<ulong> value, Vector512<ulong> by) =>
        Pclmulqdq.V512.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte from, nuint offset) => Vector128.LoadUnsafe(ref from, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadWide(ref byte from, nuint offset) => Vector512.LoadUnsafe(ref from, offset).AsUInt64();
}
