using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>Layers of many or large extended attributes.</summary>
internal static class XattrTars
{
    private static readonly TestEntry Rest = TestEntry.File("rest", "rest");

    /// <summary>Records of exactly so many bytes in all: values of 60,000, and a comment that fills up.</summary>
    public static PaxRecords RecordsOf(int bytes)
    {
        var records = new PaxRecords();
        for (var i = 0; records.ToArray().Length + 70_000 < bytes; i++)
            records.Add($"SCHILY.xattr.user.{i}", new string('v', 60_000));
        var left = bytes - records.ToArray().Length;
        return records.Add("comment", new string('c', left - $"{left} comment=\n".Length));
    }

    /// <summary>So many attributes of one entry.</summary>
    public static PaxRecords Records(int count) =>
        Enumerable.Range(0, count).Aggregate(new PaxRecords(), (records, i) => records.Add($"SCHILY.xattr.user.{i}", "v"));

    /// <summary>
    /// A file whose attributes come to so many bytes, names and values, in the end: 15 of 65,536 by its own entry, the others by a hard
    /// link to it, which adds to them.
    /// </summary>
    public static byte[] SpreadOverLinks(int bytes)
    {
        var file = WithXattrs(TestEntry.File("a"), "a", 15);
        var link = TestEntry.HardLink("b", "a");
        var left = bytes - file.Xattrs.Sum(xattr => xattr.Key.Length + xattr.Value.Length);
        for (var i = 0; left > 0; i++)
        {
            var name = $"user.b{i}";
            var value = Math.Min(65_536, left - name.Length);
            link = link.WithXattr(name, new string('v', value));
            left -= name.Length + value;
        }

        return LayerBuilder.Tar([file, link, Rest]);
    }

    /// <summary>As above again and again: what the layer keeps of attributes comes to so many bytes, or just passes them.</summary>
    public static byte[] Amplified(long bytes)
    {
        // A link with one small attribute makes the file's other ones be kept anew. An extras record has 40 bytes, an attribute 8 more.
        var file = WithXattrs(TestEntry.File("a"), "a", 15);
        var link = TestEntry.HardLink("a", "a").WithXattr("user.b", "v");
        var first = Record(file);
        var next = Record(file.WithXattr("user.b", "v"));
        var links = (int)((bytes - first) / next);
        var extra = bytes % 2 == 1 ? 1 : 0;
        return LayerBuilder.Tar([file, .. Enumerable.Repeat(link, links + extra), Rest]);
    }

    private static TestEntry WithXattrs(TestEntry entry, string prefix, int count) =>
        Enumerable.Range(0, count).Aggregate(entry, (e, i) => e.WithXattr($"user.{prefix}{i:00}", new string('v', 65_536)));

    private static long Record(TestEntry entry) => (40 + entry.Xattrs.Sum(xattr => 8 + xattr.Key.Length + xattr.Value.Length) + 7) & ~7;
}
