using System.Buffers.Binary;

namespace OciFs.Compression.Gzip;

/// <summary>Those of the 32 KiB before a point that what follows refers to: about a tenth of them in common data.</summary>
/// <remarks>
/// Layout: count of runs (u16, little-endian); for each run the gap before it and its length, each in groups of 7 bits, the lowest first,
/// with the top bit set in all but the last; then the bytes of all runs.
/// </remarks>
internal static class SparseWindow
{
    /// <summary>
    /// The most bytes a window can take. A run's two numbers take no more than the gap that they stand for, but for the first run, which
    /// may have none, and the one or two that are longer than 16,383 bytes.
    /// </summary>
    public const int MaxSize = 2 + InflateLoop.WindowSize + 16;

    /// <summary>A smaller gap costs no more as bytes than as a run of its own.</summary>
    private const int LeastGap = 3;

    /// <summary>Writes those bytes of <paramref name="window"/> whose mark is not zero; both are 32 KiB.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> window, ReadOnlySpan<byte> marks, Span<byte> destination)
    {
        var runs = 0;
        var at = 2;
        var last = 0;
        for (var run = NextRun(marks, 0); run.Length > 0; run = NextRun(marks, last))
        {
            at += WriteNumber(destination[at..], run.Start - last);
            at += WriteNumber(destination[at..], run.Length);
            last = run.Start + run.Length;
            runs++;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)runs);
        for (var run = NextRun(marks, 0); run.Length > 0; run = NextRun(marks, run.Start + run.Length))
        {
            window.Slice(run.Start, run.Length).CopyTo(destination[at..]);
            at += run.Length;
        }

        return at;
    }

    /// <summary>Restores a window; bytes that nothing refers to are zero.</summary>
    /// <returns>False if <paramref name="state"/> is no sparse window.</returns>
    public static bool TryRead(ReadOnlySpan<byte> state, Span<byte> window)
    {
        window.Clear();
        if (state.Length < 2)
            return false;
        var runs = BinaryPrimitives.ReadUInt16LittleEndian(state);
        var numbers = state[2..];
        var bytes = numbers;
        for (var i = 0; i < 2 * runs; i++)
        {
            if (!TryReadNumber(ref bytes, out _))
                return false;
        }

        for (; runs > 0; runs--)
        {
            TryReadNumber(ref numbers, out var gap);
            TryReadNumber(ref numbers, out var length);
            if (gap + length > window.Length || length > bytes.Length)
                return false;
            bytes[..length].CopyTo(window[gap..]);
            window = window[(gap + length)..];
            bytes = bytes[length..];
        }

        return bytes.IsEmpty;
    }

    /// <summary>
    /// The next run at or behind <paramref name="from"/>, gaps that are too small taken in; of length 0 if there is none.
    /// </summary>
    private static (int Start, int Length) NextRun(ReadOnlySpan<byte> marks, int from)
    {
        var start = marks[from..].IndexOfAnyExcept((byte)0);
        if (start < 0)
            return default;
        start += from;
        var end = start;
        while (true)
        {
            var marked = marks[end..].IndexOf((byte)0);
            end = marked < 0 ? marks.Length : end + marked;
            var gap = marks[end..].IndexOfAnyExcept((byte)0);
            if (gap is < 0 or >= LeastGap)
                return (start, end - start);
            end += gap;
        }
    }

    private static int WriteNumber(Span<byte> destination, int number)
    {
        var at = 0;
        for (; number > 127; number >>= 7)
            destination[at++] = (byte)(number | 128);
        destination[at] = (byte)number;
        return at + 1;
    }

    /// <summary>Reads a number of at most three groups; one that is larger than a window is found out by the caller.</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> state, out int number)
    {
        number = 0;
        for (var i = 0; i < 3 && i < state.Length; i++)
        {
            number |= (state[i] & 127) << (7 * i);
            if (state[i] > 127)
                continue;
            state = state[(i + 1)..];
            return true;
        }

        return false;
    }
}
