using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>Owns a run of memory outside the managed heap that never moves; what it holds at first is undefined.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const nuint Alignment = 64; // One cache line.

    public NativeBlock(int length)
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)length, Alignment));
        Length = length;
    }

    /// <summary>Size in bytes.</summary>
    public int Length { get; }

    /// <summary>First byte; valid until <see cref="SafeHandle.Dispose()"/>.</summary>
    public byte* Pointer => (byte*)handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
