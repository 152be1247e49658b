using System.Numerics;
using System.Runtime.CompilerServices;

namespace OciFs.Compression.Zstd;

/// <summary>A bitstream read from its end to its start (RFC 8878 §4.1): the highest bit of the last byte marks where it begins.</summary>
/// <remarks>
/// Reads whole words: the <see cref="Slack"/> bytes before the stream must be readable, whatever they hold. A stream that is
/// read beyond its start has <see cref="Left"/> below 0; the caller looks before it has read <c>8 * (Slack - 8)</c> bits more.
/// </remarks>
internal unsafe ref struct BackwardBits
{
    /// <summary>Bytes before the stream that are touched.</summary>
    public const int Slack = 32;

    private readonly byte* _start;
    private ulong _window;
    private nint _left;

    /// <summary>Stands behind the end mark of the <paramref name="size"/> bytes at <paramref name="start"/>.</summary>
    /// <exception cref="CompressedDataException">Corrupt: no end mark.</exception>
    public BackwardBits(byte* start, int size)
    {
        if (size <= 0 || start[size - 1] == 0)
        {
            throw TraceErrors.Corrupt("a bitstream without its end mark");
        }

        _start = start;
        _left = (8 * ((nint)size - 1)) + BitOperations.Log2(start[size - 1]);
        Refill();
    }

    /// <summary>Bits not read yet.</summary>
    public readonly nint Left => _left;

    /// <summary>Makes at least 57 bits ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        var end = (_left + 7) >> 3;
        _window = Unsafe.ReadUnaligned<ulong>(_start + end - 8) << (int)((end << 3) - _left);
    }

    /// <summary>The next <paramref name="count"/> bits, 0…32; as many must be ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        var value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>The same without taking them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int count) => (uint)(_window >> 1 >> (63 - count));

    /// <summary>Steps over bits, of which as many must be ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _window <<= count;
        _left -= count;
    }
}
