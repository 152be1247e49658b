using OciFs.Views;

namespace OciFs.Images;

/// <summary>A regular file of the tree as a stream. It keeps the file readable, whatever the store's owner removes. One thread.</summary>
internal sealed class NodeStream : Stream
{
    private readonly ImageTree _tree;
    private readonly NodeId _file;
    private readonly IDisposable? _held;
    private long _position;

    public NodeStream(ImageTree tree, NodeId file)
    {
        (_tree, _file) = (tree, file);
        var attributes = Patience.Ask(() => tree.GetAttributes(file));
        Length = UnixMode.IsRegular(attributes.Mode) ? attributes.Size : throw new OciFsException(OciFsError.Invalid, "not a regular file");
        _held = Patience.Ask(() => tree.Hold(file));
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            try
            {
                var count = _tree.Read(_file, _position, buffer);
                _position += count;
                return count;
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _held?.Dispose();
        }

        base.Dispose(disposing);
    }
}
