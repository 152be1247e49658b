using System.Globalization;
using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Sparse files of GNU tar and bsdtar, put together again from the map and compared with the file that was packed.</summary>
public sealed class SparseTests
{
    /// <summary>Holes at either end, none, only holes, one byte, and more runs than a header or one block behind it holds.</summary>
    private const string Files = """
        import os, random
        def put(name, size, runs):
            with open(name, 'wb') as f:
                f.truncate(size)
                for offset, length in runs:
                    f.seek(offset)
                    f.write(random.Random(offset).randbytes(length))
        put('start', 1 << 20, [(0, 5000)]); put('end', 1 << 20, [((1 << 20) - 5000, 5000)])
        put('middle', 3 << 20, [(1 << 20, 70000)]); put('hole', 1 << 20, []); put('dense', 4096, [(0, 4096)])
        put('last', 100001, [(100000, 1)]); put('big', 5 << 30, [(4 << 30, 1000)])
        put('five', 1 << 20, [(i << 17, 4096) for i in range(5)]); put('many', 4 << 20, [(i << 14, 4096) for i in range(200)])
        put('n' * 150, 1 << 20, [(1 << 18, 4096)])
        """;

    private static readonly string[] Names = ["start", "end", "middle", "hole", "dense", "last", "big", "five", "many", new('n', 150)];

    [Theory]
    [InlineData("gnu", "")]
    [InlineData("oldgnu", "")]
    [InlineData("posix", "0.0")]
    [InlineData("posix", "0.1")]
    [InlineData("posix", "1.0")]
    public void GnuTar_EveryVersion(string format, string version)
    {
        using var folder = new TempFolder();
        SourceTree.Make(folder, Files);
        string[] options = version.Length > 0 ? ["--sparse", $"--sparse-version={version}"] : ["--sparse"];
        Tool.Run(folder.Path, 0, "tar", ["-cf", "a.tar", $"--format={format}", .. options, .. Names]);

        var archive = folder.Read("a.tar");
        var entries = Scan.Sound(archive);

        Expect.Lines(Names, entries.Select(entry => entry.Name));

        // Of the last one Python takes the made-up "path" of version 0.1 instead of GNU.sparse.name.
        Expect.Lines(PythonList.Of(folder, "a.tar").SkipLast(1), entries.Select(PythonList.Line).SkipLast(1));
        Assert.Contains(entries, entry => entry is { Name: "many", IsSparse: true } && entry.Segments.Split(' ').Length >= 100);
        foreach (var entry in entries)
            AssertContent(folder, entry, archive);
    }

    [Fact]
    public void Bsdtar()
    {
        using var folder = new TempFolder();
        SourceTree.Make(folder, Files);
        Tool.Run(folder.Path, 0, "bsdtar", ["-cf", "a.tar", "--format=pax", "--read-sparse", .. Names]);

        var archive = folder.Read("a.tar");
        var entries = Scan.Sound(archive);

        Expect.Lines(Names, entries.Select(entry => entry.Name));
        Assert.Contains(entries, entry => entry is { Name: "many", IsSparse: true });
        foreach (var entry in entries)
            AssertContent(folder, entry, archive);
    }

    /// <summary>Every byte that a segment covers is the archive's, at the right place, and the file is zero everywhere else.</summary>
    private static void AssertContent(TempFolder folder, SeenEntry entry, byte[] archive)
    {
        using var file = File.OpenHandle(folder[entry.Name]);
        Assert.Equal(RandomAccess.GetLength(file), entry.Size);
        var segments = entry.IsSparse ? entry.Segments : $"0+{entry.Size}";
        long end = 0, stored = entry.DataOffset;
        foreach (var segment in segments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = segment.Split('+').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            AssertZero(file, end, parts[0]);
            var expected = new byte[parts[1]];
            Assert.Equal(expected.Length, RandomAccess.Read(file, expected, parts[0]));
            Assert.True(expected.AsSpan().SequenceEqual(archive.AsSpan((int)stored, expected.Length)), $"{entry.Name} at {parts[0]}");
            (end, stored) = (parts[0] + parts[1], stored + parts[1]);
        }

        AssertZero(file, end, entry.Size);
        Assert.Equal(entry.DataOffset + entry.StoredSize, stored);
    }

    /// <summary>Looks at both ends of a hole, a megabyte each.</summary>
    private static void AssertZero(Microsoft.Win32.SafeHandles.SafeFileHandle file, long start, long end)
    {
        var buffer = new byte[(int)Math.Min(end - start, 1 << 20)];
        foreach (var offset in (long[])[start, end - buffer.Length])
        {
            Assert.Equal(buffer.Length, RandomAccess.Read(file, buffer, offset));
            Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0), $"data in a hole at {offset}");
        }
    }
}
