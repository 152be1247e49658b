using System.Text;

namespace OciFs.Views;

/// <summary>The bytes of an <c>error</c> file.</summary>
internal static class ErrorLines
{
    /// <summary>Each line once, in the order of their bytes; null for none.</summary>
    public static byte[]? Of(IEnumerable<string> problems)
    {
        var lines = new SortedSet<string>(problems, StringComparer.Ordinal);
        return lines.Count == 0 ? null : Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }
}
