using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Stacks;

namespace OciFs.Tests.Views;

/// <summary>From every byte of a sparse file on, the next data is found to its end, also where the map has it in pieces.</summary>
public sealed class SparseDataTests
{
    private static readonly IReadOnlyList<(string Name, FileContent Content)> Files =
    [
        .. SparseCases.Files,
        ("pieces", new FileContent(3000, [.. new[] { 10, 20, 50, 2000, 2010, 2020 }.Select(at => new FileSegment(at, new byte[10]))])),
    ];

    public static TheoryData<string> Names => [.. Files.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void DataIsFoundWhereItWasPacked(string name)
    {
        var content = Files.Single(file => file.Name == name).Content;
        using var opened = new OpenedStack(LayerStack.Of([TestEntry.File("sparse") with { Content = content }]));
        var file = opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "sparse");
        var stored = StoredBytes(content);

        for (var offset = 0; offset <= stored.Length; offset++)
        {
            DataRange? found = opened.Tree.TryFindData(file, offset, out var data)
                ? data with { Start = Math.Max(offset, data.Start) } : null;
            Assert.Equal(NextData(stored, offset), found);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HolesTakeNoBlocks(string name)
    {
        var content = Files.Single(file => file.Name == name).Content;
        using var opened = new OpenedStack(LayerStack.Of([TestEntry.File("sparse") with { Content = content }]));
        var file = opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "sparse");
        var attributes = opened.Tree.GetAttributes(file);
        Assert.Equal((content.Length, (StoredBytes(content).LongCount(isStored => isStored) + 511) / 512), (attributes.Size, attributes.Blocks));
    }

    private static bool[] StoredBytes(FileContent content)
    {
        var stored = new bool[content.Length];
        foreach (var segment in content.Segments)
            Array.Fill(stored, true, (int)segment.Offset, segment.Data.Length);
        return stored;
    }

    private static DataRange? NextData(bool[] stored, int offset)
    {
        var start = Array.IndexOf(stored, true, offset);
        if (start < 0)
            return null;
        var end = Array.IndexOf(stored, false, start);
        return new DataRange(start, end < 0 ? stored.Length : end);
    }
}
