using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>
/// How archives end. The verdicts are those of containerd, Docker, Podman and umoci on the same bytes: no marker, one block of it, cut
/// padding and garbage behind it are accepted; a lone zero block and a cut header or content are not.
/// </summary>
public sealed class EndTests
{
    private static byte[] Unmarked => new TarBuilder().File("a", "content").File("b", "more").ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(10240)]
    public void ZeroBlocks(int count)
    {
        byte[] archive = [.. Unmarked, .. new byte[count]];

        Assert.Equal(2, Scan.Sound(archive).Count);
    }

    [Fact]
    public void NothingAtAll_IsAnEmptyArchive() => Assert.Empty(Scan.Sound([]));

    [Fact]
    public void BehindTheMarker_NothingIsSeen()
    {
        byte[] archive = [.. Unmarked, .. new byte[1024], .. "garbage"u8, .. Unmarked];
        var recorder = new Recorder();
        var scanner = new TarScanner(recorder);

        scanner.Write(archive);

        Assert.True(scanner.Ended);
        Assert.Equal(Unmarked.Length + 1024, scanner.Position);
        Assert.Equal(2, Scan.Sound(archive).Count);
        Expect.Lines(recorder.Names, ["a", "b"]);
    }

    [Fact]
    public void LoneZeroBlock_EndsTheScan()
    {
        var seen = Scan.All([.. Unmarked, .. new byte[512], .. Unmarked]);

        Assert.Equal(2, seen.Entries.Count);
        seen.Single(TarProblemKind.LoneZeroBlock, isFatal: true);
    }

    [Fact]
    public void EveryCut_IsToldExceptWhereNothingIsMissing()
    {
        var archive = Unmarked;
        for (var length = 0; length <= archive.Length; length++)
        {
            var seen = Scan.InCuts(archive.AsSpan(0, length), archive.Length);

            // Header, "content" of 7 bytes in a block, header, "more" of 4 bytes in a block.
            var isWhole = length is 0 or (>= 512 + 7 and <= 1024) or >= 1536 + 4;
            Assert.Equal(isWhole ? [] : [TarProblemKind.Truncated], seen.ProblemKinds);
            Assert.Equal(length >= 1536 ? 2 : length >= 512 ? 1 : 0, seen.Entries.Count);
            Assert.All(seen.Problems, problem => Assert.Equal((length >= 1024 ? 1024L : 0, true), (problem.HeaderOffset, problem.IsFatal)));
        }
    }

    [Fact]
    public void CutContent_SaysHowMuchIsMissing()
    {
        var archive = new TarBuilder().File("a", new string('c', 10_000)).ToArray().AsSpan(0, 512 + 4000).ToArray();

        Assert.Equal(6000, Scan.All(archive).Single(TarProblemKind.Truncated, isFatal: true).Value);
    }

    [Fact]
    public void HugeSize_IsACutArchive()
    {
        var archive = new TarBuilder().Pax("size=1000000000000000000").File("o").End();

        var seen = Scan.All(archive);

        Assert.Equal(1_000_000_000_000_000_000, Assert.Single(seen.Entries).Size);
        Assert.Equal([TarProblemKind.Truncated], seen.ProblemKinds);
    }

    [Fact]
    public void CutWithinTheBlocksOfASparseHeader_IsTold()
    {
        var archive = new TarBuilder().Entry("s", 'S', "abc", magic: TarBuilder.Gnu, edit: header => header[482] = 1).ToArray();

        foreach (var length in (int[])[512, 600, 1023])
            Assert.Equal(0, Scan.All(archive[..length]).Single(TarProblemKind.Truncated, isFatal: true).HeaderOffset);
    }

    [Theory]
    [InlineData('x', "8 uid=1\n")]
    [InlineData('L', "name")]
    [InlineData('K', "name")]
    public void ExtensionWithoutEntry_IsTold(char flag, string content)
    {
        var builder = new TarBuilder().File("a").Entry("", flag, content);

        foreach (var archive in (byte[][])[builder.ToArray(), builder.End()])
        {
            Assert.Equal(512, Scan.All(archive).Single(TarProblemKind.OrphanedExtension, isFatal: false).HeaderOffset);
        }
    }

    [Fact]
    public void GlobalHeaderAlone_IsAnArchive() => Assert.Empty(Scan.Sound(new TarBuilder().PaxGlobal("comment=commit").End()));

    [Fact]
    public void CompleteTwice_AndWriteAfterIt_DoNothing()
    {
        var recorder = new Recorder();
        var scanner = new TarScanner(recorder);
        scanner.Write(Unmarked.AsSpan(0, 100));

        scanner.Complete();
        scanner.Complete();
        scanner.Write(Unmarked);

        Assert.Equal([TarProblemKind.Truncated], recorder.ProblemKinds);
        Assert.Equal(100, scanner.Position);
        Assert.Empty(recorder.Entries);
    }
}
