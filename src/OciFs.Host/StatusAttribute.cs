using System.Runtime.InteropServices;
using System.Text.Json;

namespace OciFs.Host;

/// <summary>Reads the status that a mount gives as an extended attribute of its root. The kernel caches no attribute: whoever serves is always asked.</summary>
internal static unsafe partial class StatusAttribute
{
    // XATTR_SIZE_MAX of linux/limits.h.
    private const int Longest = 65536;

    /// <summary>Asks a mount.</summary>
    /// <param name="mountpoint">Where it is.</param>
    /// <param name="status">What it says; null where it says nothing, or nothing that can be understood.</param>
    /// <returns>0, or the errno.</returns>
    public static int Read(string mountpoint, out StatusDocument? status)
    {
        status = null;
        var value = new byte[Longest];
        nint length;
        fixed (byte* start = value)
        {
            length = getxattr(mountpoint, "user.ocifs.status", start, (nuint)value.Length);
        }

        if (length < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        try
        {
            status = JsonSerializer.Deserialize(value.AsSpan(0, (int)length), StatusJson.Default.StatusDocument);
        }
        catch (JsonException)
        {
            // It lives, and is of another make.
        }

        return 0;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getxattr(string path, string name, byte* value, nuint size);
}
