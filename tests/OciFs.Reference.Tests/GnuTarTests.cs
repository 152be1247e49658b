using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The writer and the applier against GNU tar, which extracts single ordinary layers in the same way.</summary>
public sealed class GnuTarTests
{
    private static readonly ByteString Long = string.Concat(Enumerable.Repeat("0123456789", 13));

    /// <summary>What every dialect can say.</summary>
    private static TestEntry[] Plain =>
    [
        TestEntry.Directory("./") with { Mode = 0b111_000_101, Uid = 3, Modified = 1_111_111_111 },
        TestEntry.Directory("d") with { Mode = 0b001_111_111_111, Uid = 5, Gid = 6, Modified = 1_234_567_890 },
        TestEntry.File("d/f\xff\x01 \xe4", "content") with { Mode = 0b100_111_101_101, Uid = 1000, Gid = 2_000_000 },
        TestEntry.File("empty") with { Mode = 0 },
        TestEntry.Symlink("d/s", "../nowhere\xfe"),
        TestEntry.HardLink("h", "d/f\xff\x01 \xe4") with { Mode = 0b100_111_101_101, Uid = 1000, Gid = 2_000_000 },
        TestEntry.Fifo("p"),
        TestEntry.CharacterDevice("c", 1, 3),
        TestEntry.BlockDevice("b", 259, 4095),
        TestEntry.File("q", new string('x', 70_000)),
    ];

    private static TestEntry[] LongNames =>
    [
        TestEntry.Directory(Long),
        TestEntry.File(Long + "/" + Long, "long"),
        TestEntry.Symlink("s", Long + "/" + Long),
        TestEntry.HardLink("h", Long + "/" + Long),
        TestEntry.File("big-owner") with { Uid = 4_000_000_000, Gid = 2_097_152, Modified = -10 },
        TestEntry.File("sparse") with { Content = Sparse(9) },
        TestEntry.File("hole") with { Content = new FileContent(100_000, []) },
    ];

    private static TestEntry[] PaxOnly =>
    [
        TestEntry.File("nanoseconds") with { Modified = new TarTime(1_500_000_000, 123_456_789) },
        TestEntry.File("xattrs", "x").WithXattr("user.a", "1\0\n2").WithXattr("trusted.b", "").WithXattr("user.\xff", "x"),
        TestEntry.Directory("d").WithXattr("user.d", "d"),
    ];

    public static TheoryData<TarDialect, string> Cases => new()
    {
        { TarDialect.Ustar, nameof(Plain) }, { TarDialect.Gnu, nameof(Plain) }, { TarDialect.Pax, nameof(Plain) },
        { TarDialect.Gnu, nameof(LongNames) }, { TarDialect.Pax, nameof(LongNames) }, { TarDialect.Pax, nameof(PaxOnly) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gnu_tar_extracts_what_the_applier_applies(TarDialect dialect, string name)
    {
        var entries = name switch { nameof(Plain) => Plain, nameof(LongNames) => LongNames, _ => PaxOnly };
        AssertSame(new LayerStack([entries]), dialect);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bsdtar_extracts_what_the_applier_applies(TarDialect dialect, string name)
    {
        var entries = name switch { nameof(Plain) => Plain, nameof(LongNames) => LongNames, _ => PaxOnly };
        var stack = new LayerStack([entries]);
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["layer.tar"], stack.ToTars(dialect)[0]);
        Directory.CreateDirectory(temp["out"]);
        _ = Programs.Output("bsdtar", ["--numeric-owner", "-xpf", temp["layer.tar"], "-C", temp["out"]]);
        Same.Tree(TreeTable.Of(temp["out"]).WithRootTimeFree(), Applied.Of(stack).Table, stack.ToString());
    }

    [Fact]
    public void Gnu_tar_extracts_random_layers_as_the_applier_does()
    {
        var compared = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var stack = StackGenerator.Generate(seed, StackOptions.Agreed with { MaxLayers = 1, MaxEntries = 12 });
            var ordinary = stack.Layers[0].Where(entry => !entry.Name.ToString().Contains(".wh."));
            stack = LayerStack.Of([.. ordinary.Select(WithoutDirectoryXattrs)]);
            if (Applied.Of(stack).Problems.Count > 0)
                continue;
            AssertSame(stack, TarDialect.Pax);
            compared++;
        }

        Assert.InRange(compared, 20, 60);
    }

    /// <summary>Only GNU tar: libarchive takes the second and the part of it apart, and loses the sign of the part.</summary>
    [Fact]
    public void Gnu_tar_reads_times_before_1970_as_written() =>
        AssertSame(LayerStack.Of([TestEntry.File("a") with { Modified = new TarTime(-2, 500_000_000) }]), TarDialect.Pax);

    private static void AssertSame(LayerStack stack, TarDialect dialect)
    {
        var start = DateTimeOffset.UtcNow;
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["layer.tar"], stack.ToTars(dialect)[0]);
        Directory.CreateDirectory(temp["out"]);
        // -P: else links to ".." are made last, as GNU tar guards against names through them.
        string[] options = ["-P", "--xattrs", "--xattrs-include=*", "--numeric-owner", "-p", "--overwrite-dir", "-xf"];
        _ = Programs.Output("tar", [.. options, temp["layer.tar"], "-C", temp["out"]]);
        var extracted = TreeTable.Of(temp["out"]).WithTimesFreeFrom(start);
        if (!stack.Layers[0].Any(entry => entry.Name == "./"))
            extracted = extracted.WithRootTimeFree();
        Same.Tree(extracted, Applied.Of(stack).Table, stack.ToString());
    }

    /// <summary>GNU tar adds the xattrs of a directory's second entry to those of its first; the image-spec replaces them.</summary>
    private static TestEntry WithoutDirectoryXattrs(TestEntry entry) =>
        entry.Type == EntryType.Directory ? entry with { Xattrs = Xattrs.None } : entry;

    private static FileContent Sparse(int runs) => new(
        (runs * 20_000) + 5000,
        [.. Enumerable.Range(0, runs).Select(i => new FileSegment(i * 20_000, [.. Enumerable.Repeat((byte)('a' + i), 4096)]))]);
}
