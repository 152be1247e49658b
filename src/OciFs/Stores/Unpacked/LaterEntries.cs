using System.Text;

namespace OciFs.Stores.Unpacked;

/// <summary>Which files of a tar are not in the folder it was unpacked to because later entries of the tar stand in their place.</summary>
internal sealed class LaterEntries
{
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);

    /// <param name="names">The names of all entries, in the tar's order.</param>
    public LaterEntries(IEnumerable<byte[]> names)
    {
        foreach (var name in names.Select(Clean))
        {
            if (!_all.Add(name))
            {
                _repeated.Add(name);
            }
        }
    }

    /// <summary>Whether another entry has the name too, or hides it.</summary>
    public bool Replace(byte[] name)
    {
        var clean = Clean(name);
        var slash = clean.LastIndexOf('/') + 1;
        return _repeated.Contains(clean) || _all.Contains($"{clean[..slash]}.wh.{clean[slash..]}") || clean[slash..].StartsWith(".wh.", StringComparison.Ordinal);
    }

    private static string Clean(byte[] name) =>
        string.Join('/', Encoding.Latin1.GetString(name).Split('/').Where(part => part is not ("" or ".")));
}
