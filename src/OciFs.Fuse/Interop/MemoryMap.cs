namespace OciFs.Fuse.Interop;

/// <summary>Memory from mmap(2): whole pages, zero, and not resident before they are used.</summary>
internal static unsafe class MemoryMap
{
    /// <summary>Takes memory of this process's own.</summary>
    /// <param name="length">How many bytes.</param>
    /// <returns>Its start; to be freed with the same length.</returns>
    /// <exception cref="IOException">There is none.</exception>
    public static byte* Private(nuint length) =>
        Map(length, LibcConstants.MAP_PRIVATE | LibcConstants.MAP_ANONYMOUS | LibcConstants.MAP_NORESERVE, -1, 0);

    /// <summary>Maps what a descriptor stands for, to read and to write.</summary>
    /// <param name="descriptor">The descriptor; may be closed afterwards.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="offset">From where on.</param>
    /// <returns>Its start; to be freed with the same length.</returns>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public static byte* Shared(int descriptor, nuint length, long offset) =>
        Map(length, LibcConstants.MAP_SHARED | LibcConstants.MAP_POPULATE, descriptor, offset);

    /// <summary>Gives memory back.</summary>
    /// <param name="start">Its start; null for none.</param>
    /// <param name="length">How many bytes.</param>
    public static void Free(void* start, nuint length)
    {
        if (start != null)
            _ = Libc.munmap(start, length);
    }

    private static byte* Map(nuint length, int flags, int descriptor, long offset)
    {
        var start = Libc.mmap(null, length, LibcConstants.PROT_READ | LibcConstants.PROT_WRITE, flags, descriptor, offset);
        return start != (void*)-1 ? (byte*)start : throw new IOException($"no memory: {Libc.Describe(Libc.LastError)}");
    }
}
