using System.Buffers;

namespace OciFs.Compression.Zstd;

/// <summary>Collects the runs of a sparse window: distances and lengths as LEB128, the bytes apart from them.</summary>
internal sealed class WindowRunWriter
{
    private readonly ArrayBufferWriter<byte> lengths = new(1 << 16);
    private readonly ArrayBufferWriter<byte> bytes = new(1 << 18);
    private int written;    // end of the runs in lengths
    private int start;
    private int end;

    /// <summary>Runs written.</summary>
    public int Count { get; private set; }

    /// <summary>Per run the distance from the last run's end and the length.</summary>
    public ReadOnlySpan<byte> Lengths => lengths.WrittenSpan;

    /// <summary>The bytes of all runs.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        lengths.ResetWrittenCount();
        bytes.ResetWrittenCount();
        written = start = end = Count = 0;
    }

    /// <summary>Adds marked bytes behind all others; neighbours become one run.</summary>
    public void Add(int offset, ReadOnlySpan<byte> run)
    {
        if (offset != end)
        {
            Flush();
            start = offset;
        }

        bytes.Write(run);
        end = offset + run.Length;
    }

    /// <summary>Writes the last run out.</summary>
    public void Flush()
    {
        if (end == start)
        {
            return;
        }

        WriteNumber((uint)(start - written));
        WriteNumber((uint)(end - start));
        written = end;
        Count++;
    }

    private void WriteNumber(uint value)
    {
        var to = lengths.GetSpan(5);
        var size = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[size++] = (byte)(value | 0x80);
        }

        to[size++] = (byte)value;
        lengths.Advance(size);
    }
}
