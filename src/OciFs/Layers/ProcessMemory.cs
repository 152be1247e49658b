using System.Buffers;
using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>Memory of the process, for an index that could not be written to the cache; what it holds at first is undefined.</summary>
internal sealed unsafe class ProcessMemory(int length) : MemoryManager<byte>
{
    /// <summary>The first byte.</summary>
    public byte* Start { get; } = (byte*)NativeMemory.Alloc((nuint)length);

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(Start, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(Start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => NativeMemory.Free(Start);
}
