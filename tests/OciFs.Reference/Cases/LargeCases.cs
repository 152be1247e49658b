using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Cases that are too large to keep: made when they are asked for, and unpacked by a real tool beside.</summary>
public static class LargeCases
{
    /// <summary>Layers of <see cref="ManyLayers"/>: the most that a kernel overlay stacks (OVL_MAX_STACK in fs/overlayfs).</summary>
    public const int LayerCount = 500;

    /// <summary>Names in <see cref="WideDirectory"/>.</summary>
    public const int NameCount = 200_000;

    /// <summary>Empty files in each of the four layers of <see cref="Million"/>, in folders of a thousand that the layers share.</summary>
    public const int NamesPerLayer = 250_000;

    private const int PathLength = 4095;

    /// <summary>Each layer adds a file, replaces the one that all have, and removes or opens anew what lower ones left.</summary>
    public static IReadOnlyList<byte[]> ManyLayers() =>
        [.. Enumerable.Range(0, LayerCount).Select(layer => LayerBuilder.Tar(Layer(layer)))];

    /// <summary>One folder of files, and a layer that removes some of them, replaces some and adds some.</summary>
    public static IReadOnlyList<byte[]> WideDirectory() =>
    [
        LayerBuilder.Tar([Directory("wide"), .. Enumerable.Range(0, NameCount).Select(i => File(Name(i)))]),
        LayerBuilder.Tar(Enumerable.Range(0, NameCount / 100).SelectMany(i => new[]
        {
            File(Name(i * 50)) with { Mode = 0x180, Modified = 7 }, Whiteout(Name((i * 50) + 1)), File(Name(NameCount + i)),
        })),
    ];

    /// <summary>A million names and nothing else.</summary>
    public static IEnumerable<byte[]> Million() => Enumerable.Range(0, 4).Select(layer => LayerBuilder.Tar(
        Enumerable.Range(0, NamesPerLayer).Select(i => File($"folder-{i / 1000:d3}/layer-{layer}-file-{i % 1000:d3}")), TarDialect.Ustar));

    /// <summary>A file whose path is as long as a path may be: PATH_MAX of linux/limits.h counts the NUL.</summary>
    public static byte[] LongPath(TarDialect dialect)
    {
        var folder = string.Concat(Enumerable.Range(0, 19).Select(level => new string((char)('a' + level), 210) + "/"));
        return LayerBuilder.Tar([File(folder + new string('z', PathLength - folder.Length), "at the end")], dialect);
    }

    /// <summary>
    /// 10 GiB with data on both sides of the 8 GiB that eleven octal digits can say. The runs are whole blocks: GNU tar begins each in a new
    /// one, Go's archive/tar does not.
    /// </summary>
    public static FileContent Huge { get; } = new(10L << 30, [Run(4096, 1), Run(9L << 30, 2), Run((10L << 30) - TarBlock.Size, 3)]);

    private static FileSegment Run(long offset, byte value) => new(offset, [.. Enumerable.Repeat(value, TarBlock.Size)]);

    /// <summary>The name of a file in the wide folder.</summary>
    private static string Name(int number) => $"wide/{number:d6}";

    private static IEnumerable<TestEntry> Layer(int layer)
    {
        yield return File("all", $"{layer}");
        yield return File($"d/{layer}", $"{layer}");
        if (layer % 3 == 2)
            yield return Whiteout($"d/{layer - 1}");
        if (layer % 100 == 50)
            yield return Opaque("d");
        if (layer % 7 == 0)
            yield return File($"sub/{layer % 5}/f", $"{layer}");
        if (layer % 11 == 10)
            yield return Whiteout($"sub/{layer % 5}");
    }
}
