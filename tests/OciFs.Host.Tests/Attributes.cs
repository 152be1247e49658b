using System.Runtime.InteropServices;

namespace OciFs.Host.Tests;

/// <summary>getxattr(2).</summary>
internal static unsafe partial class Attributes
{
    /// <summary>The value, asked for as programs do: the length, then as much; null for none.</summary>
    public static byte[]? Get(string path, string name)
    {
        var length = getxattr(path, name, null, 0);
        if (length < 0)
            return null;
        var value = new byte[(int)length];
        return value[..Get(path, name, value)];
    }

    /// <summary>The value's length; the value where there is room for it.</summary>
    public static int Get(string path, string name, byte[] value)
    {
        fixed (byte* start = value)
        {
            var length = getxattr(path, name, start, (nuint)value.Length);
            return length < 0 ? throw new IOException(Marshal.GetLastPInvokeErrorMessage()) : (int)length;
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getxattr(string path, string name, byte* value, nuint size);
}
