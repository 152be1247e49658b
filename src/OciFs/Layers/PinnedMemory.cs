using System.Buffers;
using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>An array of the pinned heap, for an index that could not be written to the cache.</summary>
internal sealed unsafe class PinnedMemory(byte[] pinned) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => pinned;

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) =>
        new((byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
