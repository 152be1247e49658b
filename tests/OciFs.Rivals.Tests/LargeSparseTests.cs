using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Tests.Views;
using OciFs.Views;

namespace OciFs.Rivals.Tests;

/// <summary>Files of 60 GB that are holes but for some bytes: too long to read whole.</summary>
public sealed class LargeSparseTests
{
    // Every block that is not all zeros, by the ranges that the kernel calls data.
    private const string DataScript = """
        import os, sys
        file = os.open(sys.argv[1], os.O_RDONLY); size = os.fstat(file).st_size; print(size); at = 0
        while True:
            try: at = os.lseek(file, at, os.SEEK_DATA)
            except OSError: break
            block = os.pread(file, 4096, at)
            if block.strip(b'\0'): print(at, block.hex())
            at += len(block)
        """;

    public static IReadOnlyList<string> Names { get; } = ["go/gnu-sparse-big.tar", "go/pax-sparse-big.tar"];

    public static TheoryData<string> All => [.. Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Data_and_holes_are_where_tar_puts_them(string name)
    {
        using var temp = new TempFolder();
        Command.Run("tar", "-xf", Archives.Path(name), "-C", temp.Path).Ok();
        var file = Assert.Single(Directory.GetFiles(temp.Path));
        var lines = Command.Run("python3", "-c", DataScript, file).Lines();
        var size = long.Parse(lines[0]);
        var data = lines.Skip(1).Select(line => line.Split(' ')).ToDictionary(pair => long.Parse(pair[0]), pair => Convert.FromHexString(pair[1]));
        Assert.NotEmpty(data);

        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage([Archives.Layer(name)]).Manifest));
        var node = opened.At("images", "image", "platforms", "linux-amd64", "rootfs", Path.GetFileName(file));

        Assert.Equal(size, opened.Tree.GetAttributes(node).Size);
        Assert.All(data, block => Assert.Equal(block.Value, Read(opened.Tree, node, block.Key)));
        Assert.All(Holes(size, data), offset => Assert.DoesNotContain(Read(opened.Tree, node, offset), value => value != 0));
    }

    /// <summary>Blocks without data: the neighbours of those with data, and a thousand over the whole file.</summary>
    private static IEnumerable<long> Holes(long size, Dictionary<long, byte[]> data) =>
        data.Keys.SelectMany(offset => new[] { offset - 4096, offset + 4096 })
            .Concat(Enumerable.Range(0, 1000).Select(i => size / 1000 * i / 4096 * 4096))
            .Where(offset => offset >= 0 && offset < size && !data.ContainsKey(offset));

    private static byte[] Read(PatientTree tree, NodeId node, long offset)
    {
        var block = new byte[4096];
        return block[..tree.Read(node, offset, block)];
    }
}
