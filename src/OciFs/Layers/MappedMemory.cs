using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace OciFs.Layers;

/// <summary>The begin of a file mapped read-only, up to 2 GiB. The mapping outlives the file's name.</summary>
internal sealed unsafe class MappedMemory : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    /// <summary>Maps an open file; the stream may be closed afterwards.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="length">Bytes to map, one at least.</param>
    /// <exception cref="IOException">The file cannot be mapped.</exception>
    public MappedMemory(FileStream stream, int length)
    {
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
