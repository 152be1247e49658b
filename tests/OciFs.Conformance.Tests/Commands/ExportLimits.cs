namespace OciFs.Conformance.Tests.Commands;

/// <summary>What no file system of the host can give a file, by case, and so no copy of it has.</summary>
internal static class ExportLimits
{
    private static readonly Dictionary<string, string> Hidden = new(StringComparer.Ordinal)
    {
        // chown(2) takes 2^32-1 for no change.
        ["owner-max"] = ": 0 -> 4294967295",
        ["owner-neg"] = ": 0 -> 4294967295",

        // The years 1800 and 9999: each file system ends elsewhere.
        ["mtime-extreme"] = " mtime: ",

        // Links have no attributes of this namespace (xattr(7)).
        ["xattr-symlink"] = "u xattrs: - -> user.s",
    };

    /// <summary>The faults of a case without those.</summary>
    public static IEnumerable<string> Left(string name, IEnumerable<string> faults) =>
        faults.Where(fault => !Hidden.TryGetValue(name, out var hidden) || !fault.Contains(hidden, StringComparison.Ordinal));
}
