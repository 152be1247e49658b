using System.Text;

namespace OciFs.Views;

/// <summary>The bytes of an <c>error</c> file.</summary>
internal static class ErrorLines
{
    /// <summary>Each line once, in the order of their bytes; null for none.</summary>
    /// <param name="problems">The lines.</param>
    /// <param name="paths">What they are not to tell.</param>
    public static byte[]? Of(IEnumerable<string> problems, HostPaths paths)
    {
        var lines = new SortedSet<string>(problems.Select(paths.Hide), StringComparer.Ordinal);
        return lines.Count == 0 ? null : Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }
}
