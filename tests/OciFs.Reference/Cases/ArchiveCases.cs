using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>How archives end.</summary>
internal static class ArchiveCases
{
    private const int RecordLength = 20 * TarBlock.Size;

    private static TestEntry[] Files => [Directory("d"), File("d/f", "1"), File("g", "2")];

    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("eof-none", "no end marker at all", With(), endBlocks: 0),
        EdgeCase.Of("eof-record", "zero blocks up to a record of 20 blocks", With(), endBlocks: 20 - (With().ToArray(0).Length / TarBlock.Size)),
        EdgeCase.Of("eof-record-garbage", "a record of 20 blocks, then bytes that are no tar", With()
            .AddRaw(new byte[RecordLength - With().ToArray(0).Length]).AddRaw([.. Enumerable.Repeat((byte)0xa5, 700)]), endBlocks: 0),
        EdgeCase.Of("eof-second-archive", "a second archive behind the first one's end marker", With()
            .AddRaw(new byte[2 * TarBlock.Size]).Add(File("second", "no"))),
        EdgeCase.Of("eof-only", "nothing but an end marker, over a layer with files", Files, []),
        EdgeCase.Of("eof-odd-tail", "an end marker cut within its second block", new LayerBuilder()
            .AddRaw(LayerBuilder.Tar(Files).AsSpan()[..^300]), endBlocks: 0),
    ];

    private static LayerBuilder With()
    {
        var tar = new LayerBuilder();
        foreach (var entry in Files)
            tar.Add(entry);
        return tar;
    }
}
