using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace OciFs.Fuzz.Engine;

/// <summary>The input that a child runs, in a mapped file: whoever watches the child has it even when the child is gone.</summary>
/// <remarks>Layout, little-endian: runs begun i64, length i32, whether a run is under way i32, bytes.</remarks>
internal sealed unsafe class SharedInput : IDisposable
{
    private const int HeaderLength = 16;
    private const int MostBytes = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public SharedInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, HeaderLength + MostBytes);
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Runs begun so far.</summary>
    public long Runs => Volatile.Read(ref *(long*)_start);

    /// <summary>Whether a run has begun and not ended.</summary>
    public bool IsRunning => Volatile.Read(ref *(int*)(_start + 12)) != 0;

    /// <summary>The input of the last run begun.</summary>
    public byte[] Input => new ReadOnlySpan<byte>(_start + HeaderLength, BinaryPrimitives.ReadInt32LittleEndian(new(_start + 8, 4))).ToArray();

    /// <summary>A run begins.</summary>
    public void Begin(ReadOnlySpan<byte> input)
    {
        BinaryPrimitives.WriteInt32LittleEndian(new(_start + 8, 4), input.Length);
        input.CopyTo(new Span<byte>(_start + HeaderLength, MostBytes));
        Volatile.Write(ref *(int*)(_start + 12), 1);
        Volatile.Write(ref *(long*)_start, Runs + 1);
    }

    /// <summary>The run has ended.</summary>
    public void End() => Volatile.Write(ref *(int*)(_start + 12), 0);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
