using System.Reflection;
using System.Runtime.InteropServices;

namespace OciFs.Compression.Zstd;

/// <summary>The calls of libzstd that are used, by their C names (zstd.h, 1.4.0 and later), and how the library is found.</summary>
internal static unsafe partial class LibZstd
{
    /// <summary>ZSTD_reset_session_and_parameters: also drops the dictionary.</summary>
    public const int ResetSessionAndParameters = 3;

    /// <summary>ZSTD_d_windowLogMax.</summary>
    public const int WindowLogMax = 100;

    private const string Library = "libzstd";
    private const int WindowTooLargeError = 16; // ZSTD_error_frameParameter_windowTooLarge, zstd_errors.h
    private const int MemoryAllocationError = 64; // ZSTD_error_memory_allocation, zstd_errors.h

    private static readonly Lazy<nint> Handle = new(() => Load(
        OperatingSystem.IsWindows() ? ["libzstd.dll", "zstd.dll"] : OperatingSystem.IsMacOS() ? ["libzstd.1.dylib"] : ["libzstd.so.1"]));

    static LibZstd() => NativeLibrary.SetDllImportResolver(typeof(LibZstd).Assembly, Resolve);

    /// <summary>Loads the first of <paramref name="names"/> that exists.</summary>
    /// <exception cref="CompressedDataException">LibraryMissing: none does.</exception>
    internal static nint Load(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        throw new CompressedDataException(CompressedDataError.LibraryMissing, $"{names[0]} was not found (install libzstd1)");
    }

    /// <summary>The result is an error code.</summary>
    public static bool IsError(nuint result) => ZSTD_isError(result) != 0;

    /// <summary>What an error code says.</summary>
    public static CompressedDataException Error(nuint result, string where)
    {
        if ((nint)result == -WindowTooLargeError)
        {
            return new CompressedDataException(CompressedDataError.LimitExceeded, $"zstd: {where}: the frame's window is too large") { WantsLargerWindow = true };
        }

        var kind = (nint)result == -MemoryAllocationError ? CompressedDataError.LimitExceeded : CompressedDataError.Corrupt;
        return new CompressedDataException(kind, $"zstd: {where}: {Marshal.PtrToStringUTF8(ZSTD_getErrorName(result))}");
    }

    /// <summary>Passes a result on.</summary>
    /// <exception cref="CompressedDataException">The result is an error code.</exception>
    public static nuint Check(nuint result, string where) => IsError(result) ? throw Error(result, where) : result;

    [LibraryImport(Library)]
    public static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    public static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_sizeof_DCtx(DecompressionContext context);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_DCtx_reset(DecompressionContext context, int directive);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_DCtx_setParameter(DecompressionContext context, int parameter, int value);

    /// <summary>Parses the dictionary's tables now; its content must stay where it is until the context is reset.</summary>
    [LibraryImport(Library)]
    public static partial nuint ZSTD_DCtx_loadDictionary_byReference(DecompressionContext context, byte* dictionary, nuint size);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_decompressStream(DecompressionContext context, ref OutBuffer output, ref InBuffer input);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_decompressDCtx(
        DecompressionContext context, byte* destination, nuint capacity, byte* source, nuint size);

    [LibraryImport(Library)]
    public static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    public static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_compressCCtx(
        CompressionContext context, byte* destination, nuint capacity, byte* source, nuint size, int level);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_compressBound(nuint size);

    [LibraryImport(Library), SuppressGCTransition]
    private static partial uint ZSTD_isError(nuint result);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint result);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => string.Equals(name, Library, StringComparison.Ordinal) ? Handle.Value : 0;

    /// <summary>ZSTD_inBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InBuffer(byte* bytes, int size)
    {
        public byte* Bytes = bytes;
        public nuint Size = (nuint)size;
        public nuint Position;
    }

    /// <summary>ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct OutBuffer(byte* bytes, int size)
    {
        public byte* Bytes = bytes;
        public nuint Size = (nuint)size;
        public nuint Position;
    }
}
