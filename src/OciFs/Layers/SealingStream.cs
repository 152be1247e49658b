using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Writes the bytes of a file from its start, and its <see cref="CacheSeal"/> behind them. The file stays the caller's.</summary>
internal sealed class SealingStream : Stream
{
    private readonly FileStream _file;
    private readonly List<ulong> _blocks = [];
    private readonly BlockChecksummer _checksummer;
    private long _length;

    /// <param name="file">Empty.</param>
    public SealingStream(FileStream file)
    {
        _file = file;
        _checksummer = new BlockChecksummer(CacheSeal.Hash, _blocks.Add);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the file, which is to have this name.</summary>
    /// <exception cref="IOException">The file does not take it.</exception>
    public void Seal(string name)
    {
        _checksummer.Finish();
        _file.Write(CacheSeal.Make(name, _length, _blocks.ToArray()));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _file.Write(buffer);
        _checksummer.Append(buffer);
        _length += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
