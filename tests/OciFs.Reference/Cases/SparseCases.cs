using System.Text;
using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Sparse files of the four kinds, each with a hole at the front, at the end, everywhere, nowhere, and many of them.</summary>
public static class SparseCases
{
    private const int Unit = 4096;

    /// <summary>The files that each of the cases has, and their content.</summary>
    public static IReadOnlyList<(string Name, FileContent Content)> Files { get; } =
    [
        ("front", Runs(8, 7)), ("trailing", Runs(8, 0)), ("both", Runs(8, 3)), ("hole", new FileContent(100_000, [])), ("full", Runs(2, 0, 1)),
        ("many", Runs(60, [.. Enumerable.Range(0, 30).Select(i => i * 2)])),
        ("odd", new FileContent(10_001, [new FileSegment(511, Data(3)), new FileSegment(9_999, Data(1))])),
    ];

    internal static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("sparse-gnu-forms", "old GNU sparse files, some with extension blocks", Every(
            (tar, entry) => tar.Add(entry, TarDialect.Gnu))),
        EdgeCase.Of("sparse-pax00-forms", "PAX sparse 0.0: a record each for offset and length", Every(Pax00)),
        EdgeCase.Of("sparse-pax01-forms", "PAX sparse 0.1: the map in one record", Every(Pax01)),
        EdgeCase.Of("sparse-pax10-forms", "PAX sparse 1.0: the map before the data", Every((tar, entry) => tar.Add(entry))),
    ];

    /// <summary>All files in one form, an ordinary one behind each, so that a wrong length of data shows.</summary>
    private static LayerBuilder Every(Action<LayerBuilder, TestEntry> add)
    {
        var tar = new LayerBuilder();
        foreach (var (name, content) in Files)
        {
            add(tar, File(name) with { Content = content });
            tar.Add(File("after-" + name, name));
        }

        return tar;
    }

    private static void Pax00(LayerBuilder tar, TestEntry entry)
    {
        var map = Map(entry.Content);
        var records = new PaxRecords().Add("GNU.sparse.size", $"{entry.Content.Length}").Add("GNU.sparse.numblocks", $"{map.Count}");
        foreach (var segment in map)
            records.Add("GNU.sparse.offset", $"{segment.Offset}").Add("GNU.sparse.numbytes", $"{segment.Data.Length}");
        tar.AddRecords(records).Add(Packed(entry, entry.Name));
    }

    private static void Pax01(LayerBuilder tar, TestEntry entry)
    {
        var map = Map(entry.Content);
        var pairs = string.Join(',', map.Select(segment => $"{segment.Offset},{segment.Data.Length}"));
        tar.AddRecords(new PaxRecords().Add("GNU.sparse.size", $"{entry.Content.Length}").Add("GNU.sparse.name", entry.Name)
            .Add("GNU.sparse.numblocks", $"{map.Count}").Add("GNU.sparse.map", pairs)).Add(Packed(entry, "GNUSparseFile.0/x"));
    }

    /// <summary>The runs of data and the empty one that GNU tar puts at the end of every map.</summary>
    private static IReadOnlyList<FileSegment> Map(FileContent content) => [.. content.Segments, new FileSegment(content.Length, [])];

    /// <summary>The data alone under an ordinary header.</summary>
    private static TestEntry Packed(TestEntry entry, ByteString name) =>
        entry with { Name = name, Content = FileContent.Of([.. entry.Content.Segments.SelectMany(segment => segment.Data)]) };

    /// <summary>Data in some units of a file, holes in the others.</summary>
    private static FileContent Runs(int units, params int[] data) =>
        new((long)units * Unit, [.. data.Select(unit => new FileSegment((long)unit * Unit, Data(Unit)))]);

    private static byte[] Data(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef", (length / 16) + 1))[..length]);
}
