using System.Runtime.InteropServices;

namespace OciFs.Fuzz.Harnesses;

/// <summary>libzstd's own streaming decoder over a whole stream (zstd.h).</summary>
internal static unsafe partial class LibZstdOracle
{
    private const string Library = "libzstd.so.1";
    private const int WindowLogMax = 100;

    /// <summary>All that it decodes; null where it refuses, needs more than there is, or passes <paramref name="atMost"/>.</summary>
    public static byte[]? Decode(byte[] stream, int atMost)
    {
        var context = ZSTD_createDCtx();
        try
        {
            _ = ZSTD_DCtx_setParameter(context, WindowLogMax, 27);
            var output = new byte[atMost];
            fixed (byte* source = stream, destination = output)
            {
                var from = new Buffer { Start = source, Size = (nuint)stream.Length };
                var to = new Buffer { Start = destination, Size = (nuint)atMost };
                nuint rest = 0;
                while (from.Position < from.Size)
                {
                    rest = ZSTD_decompressStream(context, ref to, ref from);
                    if (ZSTD_isError(rest) != 0 || to.Position == to.Size)
                        return null;
                }

                return rest == 0 ? output[..(int)to.Position] : null;
            }
        }
        finally
        {
            _ = ZSTD_freeDCtx(context);
        }
    }

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_DCtx_setParameter(nint context, int parameter, int value);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompressStream(nint context, ref Buffer output, ref Buffer input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint result);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which are alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }
}
