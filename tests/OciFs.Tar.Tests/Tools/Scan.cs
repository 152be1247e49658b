namespace OciFs.Tar.Tests.Tools;

/// <summary>Scans whole archives.</summary>
internal static class Scan
{
    private static readonly int[] Cuts = [1, 7, 511, 512, 513, 4096];

    /// <summary>Scans in one piece and in pieces of many sizes, which must all tell the same.</summary>
    public static Recorder All(byte[] archive)
    {
        var whole = InCuts(archive, Math.Max(1, archive.Length));
        foreach (var cut in Cuts)
        {
            var other = InCuts(archive, cut);
            Assert.Equal(whole.Entries, other.Entries);
            Assert.Equal(whole.Problems, other.Problems);
        }

        foreach (var cut in Cuts)
        {
            var skipping = Skipping(archive, cut);
            Assert.Equal(whole.Entries, skipping.Entries);
            Assert.Equal(whole.Problems, skipping.Problems);
        }

        return whole;
    }

    /// <summary>The same for an archive that must be without a problem.</summary>
    public static List<SeenEntry> Sound(byte[] archive)
    {
        var seen = All(archive);
        Assert.Empty(seen.Problems);
        return seen.Entries;
    }

    /// <summary>Scans without a look at any content, at most a number of bytes at a time.</summary>
    public static Recorder Skipping(ReadOnlySpan<byte> archive, int cut)
    {
        var recorder = new Recorder();
        var scanner = new TarScanner(recorder);
        for (var at = 0; at < archive.Length && !scanner.Ended; at = (int)scanner.Position)
        {
            // What can be skipped is never written: the scanner gets headers and extensions only.
            var skipped = Math.Min(scanner.Skippable, archive.Length - at);
            if (skipped > 0)
                scanner.Skip(skipped > cut ? skipped - (cut % 3) : skipped);
            else
                scanner.Write(archive.Slice(at, Math.Min(cut == 4096 ? 512 : Math.Min(cut, 512), archive.Length - at)));
        }

        scanner.Complete();
        Assert.True(scanner.Ended);
        return recorder;
    }

    public static Recorder InCuts(ReadOnlySpan<byte> archive, int cut)
    {
        var recorder = new Recorder();
        var scanner = new TarScanner(recorder);
        for (var rest = archive; !rest.IsEmpty; rest = rest[Math.Min(cut, rest.Length)..])
            scanner.Write(rest[..Math.Min(cut, rest.Length)]);
        Assert.InRange(scanner.Position, 0, archive.Length);
        scanner.Complete();
        Assert.True(scanner.Ended);
        return recorder;
    }
}
