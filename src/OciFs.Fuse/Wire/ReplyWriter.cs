using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Lays out one reply in a buffer of the caller's: 16 bytes of header, then what the operation answers.</summary>
/// <param name="buffer">At least <see cref="WireLimits.MinReplyBuffer"/> bytes.</param>
internal ref struct ReplyWriter(Span<byte> buffer)
{
    /// <summary>The kernel takes errors from −511 to 0; any other leaves the caller waiting (<c>fuse_dev_do_write</c>).</summary>
    private const int LargestErrno = 511;

    private readonly Span<byte> _buffer = buffer;
    private int _length = Unsafe.SizeOf<fuse_out_header>();

    /// <summary>The room that is left for the answer.</summary>
    public readonly Span<byte> Free => _buffer[_length..];

    /// <summary>Takes over bytes that were written to <see cref="Free"/>.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _length), nameof(count));
        _length += count;
    }

    /// <summary>Appends a structure.</summary>
    /// <typeparam name="T">One of the wire's reply structures.</typeparam>
    /// <param name="value">The structure.</param>
    public void Write<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(Free, value);
        _length += Unsafe.SizeOf<T>();
    }

    /// <summary>Writes the header; an error discards the answer.</summary>
    /// <param name="unique">The request's number.</param>
    /// <param name="errno">The outcome; what is no errno becomes EIO.</param>
    /// <returns>Length of the whole reply in bytes.</returns>
    public readonly int Finish(ulong unique, Errno errno)
    {
        if (errno is < Errno.None or > (Errno)LargestErrno)
            errno = Errno.EIO;
        var length = errno == Errno.None ? _length : Unsafe.SizeOf<fuse_out_header>();
        MemoryMarshal.Write(_buffer, new fuse_out_header { len = (uint)length, error = -(int)errno, unique = unique });
        return length;
    }
}
