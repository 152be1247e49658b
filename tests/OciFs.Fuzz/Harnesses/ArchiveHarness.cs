using OciFs.Compression;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.Stores;
using OciFs.Stores.Archives;
using OciFs.Tar;

namespace OciFs.Fuzz.Harnesses;

/// <summary>
/// The scan of an archive of images: our exception or members, each within the archive; the same ones whether content is jumped over or read;
/// what is kept of them comes back as it was.
/// </summary>
internal sealed class ArchiveHarness : Harness
{
    private static readonly FileStatus Status = new(true, 1, 2, 3, 4);

    public override string Name => "archive";

    public override IReadOnlyList<byte[]> Words => TarWords.All;

    public override IReadOnlyList<Mutation> Mutations => TarMutations.All;

    public override IEnumerable<byte[]> Seeds() => [.. SampleLayers.Tars(), Docker(), Filter.Run(Docker(), "gzip", "-n"), Filter.Run(Docker(), "zstd", "-q", "-c")];

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(16) != 0)
            TarMutations.FixChecksums(input);
        return input;
    }

    public override void Run(byte[] input)
    {
        _ = ArchiveRecord.TryParse(input, Status);
        using var blob = new ArrayBlob(input);
        ArchiveScan scan;
        try
        {
            scan = ArchiveScan.Of(blob, "archive");
        }
        catch (OciFsException)
        {
            return;
        }

        Judge(scan.Members, scan.SeekIndex.IsEmpty ? input.Length : LengthOf(scan));
        Check(ArchiveRecord.TryParse(ArchiveRecord.Format(Status, scan), Status) is { } kept && IsSame(kept.Members, scan.Members), "what was kept is not what was found");
        if (scan.SeekIndex.IsEmpty)
            Check(IsSame(ReadThrough(input), scan.Members), "other members where content is not read");
    }

    private static void Judge(ArchiveMembers members, long length)
    {
        foreach (var path in members.Entries.Keys)
        {
            if (members.TryFind(path, out var member, out var why))
                Check(member.Offset >= 512 && member.Length >= 0 && member.Length <= length - member.Offset, $"{path} lies outside the archive");
            else
                Check(why.Length > 0, "no reason");
        }
    }

    private static long LengthOf(ArchiveScan scan) => SeekIndex.TryOpen(scan.SeekIndex, out var index) ? index!.Length : throw new FindingException("an index that does not open");

    private static ArchiveMembers ReadThrough(byte[] input)
    {
        var collector = new MemberCollector();
        var scanner = new TarScanner(collector);
        scanner.Write(input);
        scanner.Complete();
        return collector.Finish();
    }

    private static bool IsSame(ArchiveMembers one, ArchiveMembers other) => one.Problems.SequenceEqual(other.Problems, StringComparer.Ordinal)
        && one.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(other.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal));

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new FindingException(what);
    }

    private static byte[] Docker() => LayerBuilder.Tar(
    [
        TestEntry.File("./a.json", "{}"), TestEntry.Directory("one/"), TestEntry.File("one/layer.tar", new string('l', 3000)), TestEntry.Symlink("two/layer.tar", "../one/layer.tar"),
        TestEntry.HardLink("three", "one/layer.tar"), TestEntry.Symlink("circle", "circle"), TestEntry.File("manifest.json", "[]"), TestEntry.File("manifest.json", "[{}]"),
    ]);
}
