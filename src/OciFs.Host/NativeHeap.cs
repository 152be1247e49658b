using System.Runtime.InteropServices;

namespace OciFs.Host;

/// <summary>The C library's heap, in which libzstd has its windows and caches have their blocks.</summary>
internal static partial class NativeHeap
{
    private const int M_MMAP_THRESHOLD = -3; // malloc.h of glibc
    private const int M_ARENA_MAX = -8;

    // A block of the cache. glibc would raise its own threshold to 32 MiB when the first large block is freed, and keep what is freed below it in the
    // middle of its arenas, of which it makes eight for each core: many times what is in use.
    private const int LeastMapping = 128 << 10;
    private const int Arenas = 1;

    /// <summary>Has blocks and windows given back to the system when they are freed. Where the C library knows no such thing, nothing changes.</summary>
    public static void GiveBack()
    {
        try
        {
            _ = mallopt(M_MMAP_THRESHOLD, LeastMapping);
            _ = mallopt(M_ARENA_MAX, Arenas);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl, and systems other than Linux.
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
