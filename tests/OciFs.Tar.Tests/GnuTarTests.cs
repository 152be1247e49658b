using System.Text;
using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Archives of GNU tar, against Python's tarfile and against lstat of what was packed.</summary>
public sealed class GnuTarTests
{
    [Theory]
    [InlineData("v7")]
    [InlineData("oldgnu")]
    [InlineData("gnu")]
    [InlineData("ustar")]
    [InlineData("posix")]
    public void EveryFormat_AsPythonReadsIt(string format)
    {
        using var folder = new TempFolder();
        SourceTree.MakeMixed(folder);

        // v7 and ustar leave out what does not fit and end with status 2.
        Tool.Run(folder.Path, 2, "tar", "-cf", "a.tar", $"--format={format}", "--sort=name", "--owner=+2097151", "--group=+1234", "t");
        var entries = Scan.Sound(folder.Read("a.tar"));

        Assert.InRange(entries.Count, 15, 30);
        Expect.Lines(PythonList.Of(folder, "a.tar"), entries.Select(PythonList.Line));
    }

    [Theory]
    [InlineData("gnu")]
    [InlineData("posix")]
    public void NumbersBeyondOctal_AsPythonReadsThem(string format)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving files away needs root");
        using var folder = new TempFolder();
        SourceTree.Make(folder, """
            import os
            os.mkdir('t'); open('t/f', 'w').close()
            for n in ('t', 't/f'): os.chown(n, 4294967294, 2097152)
            """);
        Tool.Run(folder.Path, 0, "tar", "-cf", "a.tar", $"--format={format}", "--mtime=@-12345.5", "t");

        var entries = Scan.Sound(folder.Read("a.tar"));

        Expect.Lines(PythonList.Of(folder, "a.tar"), entries.Select(PythonList.Line));
        Assert.All(entries, entry => Assert.Equal((4294967294u, 2097152u), (entry.Uid, entry.Gid)));
        Assert.All(entries, entry => Assert.Equal(-12346, entry.Modified.Seconds));
    }

    [Theory]
    [InlineData("gnu", false)]
    [InlineData("posix", true)]
    public void EverythingThatCanBePacked_AsLstatSaysIt(string format, bool hasNanoseconds)
    {
        using var folder = new TempFolder();
        SourceTree.MakeMixed(folder, "b_-1", "b_-1500000000", "b_-2000000000", "b_1", "b_9999999999000000001");
        Tool.Run(folder.Path, 0, "tar", "-cf", "a.tar", $"--format={format}", "t");

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = Scan.Sound(folder.Read("a.tar"));
        foreach (var entry in entries)
        {
            var first = entry.Type == TarEntryType.HardLink ? entries.Single(other => IsNamed(other, entry.LinkName)) : entry;
            seen.Add(Hex(entry.Name.TrimEnd('/')), Line(entry, first, hasNanoseconds));
        }

        var expected = SourceTree.Stat(folder).Select(line => hasNanoseconds ? line : WithoutNanoseconds(line));
        Expect.Sorted(expected, seen.Values);
    }

    [Fact]
    public void AccessAndChangeTimes_AsLstatSaysThem()
    {
        using var folder = new TempFolder();
        SourceTree.Make(folder, "open('f', 'w').close(); import os; os.utime('f', ns=(1234567890987654321, 5))");
        Tool.Run(folder.Path, 0, "tar", "-cf", "pax.tar", "--format=posix", "--pax-option=exthdr.name=%d/%f", "f");
        Tool.Run(folder.Path, 0, "tar", "-cf", "gnu.tar", "--format=gnu", "--incremental", "f");
        var changed = long.Parse(Tool.Python(folder.Path, "import os; print(os.lstat('f').st_ctime_ns)"));

        var pax = Assert.Single(Scan.Sound(folder.Read("pax.tar")));
        var gnu = Assert.Single(Scan.Sound(folder.Read("gnu.tar")));

        Assert.Equal(new TarTime(1234567890, 987654321), pax.Accessed);
        Assert.Equal(new TarTime(changed / 1_000_000_000, (int)(changed % 1_000_000_000)), pax.Changed);
        Assert.Equal(new TarTime(1234567890, 0), gnu.Accessed);
        Assert.Equal(new TarTime(changed / 1_000_000_000, 0), gnu.Changed);
        Assert.Equal(new TarTime(0, 5), pax.Modified);
    }

    [Fact]
    public void GlobalHeader_OfGnuTar_GoesForEveryEntry()
    {
        using var folder = new TempFolder();
        SourceTree.Make(folder, "[open(n, 'w').close() for n in 'ab']");
        Tool.Run(folder.Path, 0, "tar", "-cf", "a.tar", "--format=posix", "--pax-option=uid=77,comment=hello,delete=mtime", "a", "b");

        var entries = Scan.Sound(folder.Read("a.tar"));

        Expect.Lines(["a", "b"], entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.Equal(77u, entry.Uid));
    }

    private static bool IsNamed(SeenEntry entry, string name) => string.Equals(entry.Name, name, StringComparison.Ordinal);

    private static string Line(SeenEntry entry, SeenEntry first, bool hasNanoseconds)
    {
        var time = entry.Modified;
        var line = string.Join('|',
            Hex(entry.Name.TrimEnd('/')),
            Convert.ToString(entry.Mode, 8),
            first.Size,
            time.Seconds,
            time.Nanoseconds,
            Hex(first == entry ? entry.LinkName : ""));
        return hasNanoseconds ? line : WithoutNanoseconds(line);
    }

    private static string WithoutNanoseconds(string line)
    {
        var fields = line.Split('|');
        fields[4] = "";
        return string.Join('|', fields);
    }

    private static string Hex(string latin1) => Convert.ToHexStringLower(Encoding.Latin1.GetBytes(latin1));
}
