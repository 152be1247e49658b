using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>A file of the cache folder that has no name, mapped at one place for all its life, which grows. Whoever made it disposes it.</summary>
/// <remarks>
/// The mapping reaches far beyond the end of the file. Room is made by writing zeros: a disk that is full then fails a call, where it would
/// end the process by SIGBUS were a page of the mapping touched that has no room. A mapping of .NET's own would set the file's length
/// first, which a limit on file sizes answers by a deadly signal, and would write the file out before it is thrown away.
/// </remarks>
internal sealed unsafe partial class ScratchFile : IDisposable
{
    private const int Step = 1 << 20;

    private static readonly byte[] Zeros = new byte[Step];

    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int Shared = 1; // MAP_SHARED

    private readonly FileStream _stream;
    private readonly byte* _start;

    private ScratchFile(FileStream stream, byte* start)
    {
        _stream = stream;
        _start = start;
    }

    /// <summary>The first byte.</summary>
    public byte* Start => _start;

    /// <summary>Bytes that may be touched.</summary>
    public long Length { get; private set; }

    /// <summary>An empty one; null where the folder takes none.</summary>
    public static ScratchFile? TryCreate(CacheFolder folder)
    {
        var stream = folder.TryCreateNameless();
        if (stream is null)
        {
            return null;
        }

        var start = mmap(null, (nuint)Limits.IndexBytesPerLayer, ReadWrite, Shared, (int)stream.SafeFileHandle.DangerousGetHandle(), 0);
        if (start == (void*)-1)
        {
            stream.Dispose();
            return null;
        }

        return new ScratchFile(stream, (byte*)start);
    }

    /// <summary>Makes room; false where there is none.</summary>
    public bool TryGrow(long wanted)
    {
        try
        {
            while (Length < wanted)
            {
                RandomAccess.Write(_stream.SafeFileHandle, Zeros, Length);
                Length += Step;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = munmap(_start, (nuint)Limits.IndexBytesPerLayer);
        _stream.Dispose();
    }

    [LibraryImport("libc")]
    private static partial void* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);
}
