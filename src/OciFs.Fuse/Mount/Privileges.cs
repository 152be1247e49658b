using System.Globalization;

namespace OciFs.Fuse.Mount;

/// <summary>What this process may do.</summary>
internal static class Privileges
{
    /// <summary><c>CAP_SYS_ADMIN</c> of <c>linux/capability.h</c>: needed for mount(2), in the owner of the mount namespace.</summary>
    private const int CapSysAdmin = 21;

    /// <summary>Whether mount(2) is worth trying: also true for "root" of a user namespace, who may be refused all the same.</summary>
    /// <returns>Whether CAP_SYS_ADMIN is in effect.</returns>
    public static bool MayMount()
    {
        const string Key = "CapEff:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return line is not null
                && ulong.TryParse(line.AsSpan(Key.Length).Trim(), NumberStyles.HexNumber, null, out var capabilities)
                && (capabilities >> CapSysAdmin & 1) != 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
