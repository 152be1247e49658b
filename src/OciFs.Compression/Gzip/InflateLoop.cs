using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OciFs.Compression.Gzip;

/// <summary>The inner loop of inflate (RFC 1951 §3.2.3): symbols of one Huffman-coded block to bytes.</summary>
internal static unsafe class InflateLoop
{
    /// <summary>Three refills of at most 7 bytes and one load of 8.</summary>
    public const int InputMargin = 32;

    /// <summary>Three literals, a match of 258 and 32 bytes that a copy may write too much.</summary>
    public const int OutputMargin = 324;

    /// <summary>RFC 1951 §2: a match reaches back at most this far.</summary>
    public const int WindowSize = 32 << 10;

    private const ulong LiteralLengthMask = (1 << HuffmanTable.LiteralLengthBits) - 1;
    private const ulong DistanceMask = (1 << HuffmanTable.DistanceBits) - 1;

    /// <summary>For <c>Run</c>: no tracing.</summary>
    public readonly struct Plain;

    /// <summary>For <c>Run</c>: mark what matches take from before the point.</summary>
    public readonly struct Traced;

    /// <summary>Decodes until a limit, the end of the block or an error; the cursor then says where.</summary>
    /// <typeparam name="TMode"><see cref="Plain"/> or <see cref="Traced"/>: two bodies from one text.</typeparam>
    /// <remarks>
    /// Longer than a function should be: every value lives in a register here, and any call or split would spill them. A refill holds at
    /// least 56 bits: three codewords of the main table (33 bits), or two and a length (42 bits); behind those a distance (28 bits) may
    /// need its own. The next entry is looked up before the refill where enough bits are left for it: the way from entry to entry is what
    /// the time goes into.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InflateStop Run<TMode>(ref InflateCursor cursor)
        where TMode : struct
    {
        var bits = cursor.Bits;
        var held = cursor.Held;
        var next = cursor.Next;
        var output = cursor.Out;
        var nextLimit = cursor.NextLimit;
        var outLimit = cursor.OutLimit;
        var lowest = cursor.Lowest;
        var literalLength = cursor.LiteralLength;
        var distances = cursor.Distance;
        var stop = InflateStop.Paused;
        if (next >= nextLimit || output >= outLimit)
            return stop;

        Refill(ref bits, ref held, ref next);
        var entry = literalLength[bits & LiteralLengthMask];
        do
        {
            var saved = bits;
            bits >>= (int)entry;
            held -= entry;
            if ((int)entry < 0)
            {
                *output++ = (byte)(entry >> HuffmanEntry.ValueShift);
                entry = literalLength[bits & LiteralLengthMask];
                saved = bits;
                bits >>= (int)entry;
                held -= entry;
                if ((int)entry < 0)
                {
                    *output++ = (byte)(entry >> HuffmanEntry.ValueShift);
                    entry = literalLength[bits & LiteralLengthMask];
                    saved = bits;
                    bits >>= (int)entry;
                    held -= entry;
                    if ((int)entry < 0)
                    {
                        *output++ = (byte)(entry >> HuffmanEntry.ValueShift);
                        entry = literalLength[bits & LiteralLengthMask];
                        Refill(ref bits, ref held, ref next);
                        continue;
                    }
                }
            }

            if ((entry & HuffmanEntry.Exceptional) != 0)
            {
                if ((entry & HuffmanEntry.Subtable) != 0)
                {
                    entry = literalLength[(entry >> HuffmanEntry.ValueShift) + (bits & ((1u << (int)((entry >> 8) & 15)) - 1))];
                    saved = bits;
                    bits >>= (int)entry;
                    held -= entry;
                    if ((int)entry < 0)
                    {
                        *output++ = (byte)(entry >> HuffmanEntry.ValueShift);
                        entry = literalLength[bits & LiteralLengthMask];
                        Refill(ref bits, ref held, ref next);
                        continue;
                    }
                }

                if ((entry & HuffmanEntry.Exceptional) != 0)
                {
                    stop = (entry & HuffmanEntry.EndOfBlock) != 0 ? InflateStop.EndOfBlock : InflateStop.BadLiteralLength;
                    break;
                }
            }

            var length = (entry >> HuffmanEntry.ValueShift) + (uint)(LowBits(saved, entry) >> (int)(entry >> 8));
            entry = distances[bits & DistanceMask];
            if ((byte)held < 28)
                Refill(ref bits, ref held, ref next);
            if ((entry & HuffmanEntry.Exceptional) != 0)
            {
                if ((entry & HuffmanEntry.Subtable) == 0)
                {
                    stop = InflateStop.BadDistance;
                    break;
                }

                bits >>= HuffmanTable.DistanceBits;
                held -= HuffmanTable.DistanceBits;
                entry = distances[(entry >> HuffmanEntry.ValueShift) + (bits & ((1u << (int)((entry >> 8) & 15)) - 1))];
                if ((entry & HuffmanEntry.Exceptional) != 0)
                {
                    stop = InflateStop.BadDistance;
                    break;
                }
            }

            saved = bits;
            bits >>= (int)entry;
            held -= entry;
            var distance = (entry >> HuffmanEntry.ValueShift) + (uint)(LowBits(saved, entry) >> (int)(entry >> 8));
            if (distance > (ulong)(output - lowest))
            {
                stop = InflateStop.TooFarBack;
                break;
            }

            var from = output - distance;
            var to = output;
            output += length;
            if ((byte)held < HuffmanTable.LiteralLengthBits)
                Refill(ref bits, ref held, ref next);
            entry = literalLength[bits & LiteralLengthMask];
            Refill(ref bits, ref held, ref next);
            if (typeof(TMode) == typeof(Traced) && from < cursor.Point)
                Mark(ref cursor, from, length);

            if (distance >= 16)
            {
                Vector128.Load(from).Store(to);
                Vector128.Load(from + 16).Store(to + 16);
                for (; to + 32 < output; to += 16, from += 16)
                    Vector128.Load(from + 32).Store(to + 32);
            }
            else if (distance == 1)
            {
                var run = Vector128.Create(*from);
                do
                {
                    run.Store(to);
                    to += 16;
                }
                while (to < output);
            }
            else
            {
                // Each step writes 8 bytes of which at least the first `step` are right; the next step begins behind those.
                var step = distance < 8 ? distance : 8;
                do
                {
                    Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));
                    to += step;
                    from += step;
                }
                while (to < output);
            }
        }
        while (next < nextLimit && output < outLimit);

        cursor.Bits = bits;
        cursor.Held = (byte)held;
        cursor.Next = next;
        cursor.Out = output;
        return stop;
    }

    /// <summary>
    /// Without a branch: holds 56 to 63 bits afterwards. Bits above <paramref name="held"/> are those the load brings again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref ulong bits, ref uint held, ref byte* next)
    {
        bits |= Unsafe.ReadUnaligned<ulong>(next) << (int)held;
        next += (~held >> 3) & 7;
        held |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LowBits(ulong value, uint count) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(value, count) : value & ((1UL << (int)count) - 1);

    private static void Mark(ref InflateCursor cursor, byte* from, uint length)
    {
        var end = from + length < cursor.Point ? from + length : cursor.Point;
        new Span<byte>(cursor.Marks + (from - (cursor.Point - WindowSize)), (int)(end - from)).Fill(1);
    }
}
