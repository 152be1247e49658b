using System.Buffers;

namespace OciFs.Compression.Zstd;

/// <summary>Collects the runs of a sparse window: distances and lengths as LEB128, the bytes apart from them.</summary>
internal sealed class WindowRunWriter
{
    private readonly ArrayBufferWriter<byte> _lengths = new(1 << 16);
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 18);
    private int _written;    // end of the runs in lengths
    private int _start;
    private int _end;

    /// <summary>Runs written.</summary>
    public int Count { get; private set; }

    /// <summary>Per run the distance from the last run's end and the length.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths.WrittenSpan;

    /// <summary>The bytes of all runs.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        _lengths.ResetWrittenCount();
        _bytes.ResetWrittenCount();
        _written = _start = _end = Count = 0;
    }

    /// <summary>Adds marked bytes behind all others; neighbours become one run.</summary>
    public void Add(int offset, ReadOnlySpan<byte> run)
    {
        if (offset != _end)
        {
            Flush();
            _start = offset;
        }

        _bytes.Write(run);
        _end = offset + run.Length;
    }

    /// <summary>Writes the last run out.</summary>
    public void Flush()
    {
        if (_end == _start)
        {
            return;
        }

        WriteNumber((uint)(_start - _written));
        WriteNumber((uint)(_end - _start));
        _written = _end;
        Count++;
    }

    private void WriteNumber(uint value)
    {
        var to = _lengths.GetSpan(5);
        var size = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[size++] = (byte)(value | 0x80);
        }

        to[size++] = (byte)value;
        _lengths.Advance(size);
    }
}
