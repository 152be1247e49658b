using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests;

/// <summary>Every edge case from a mount: the tree that real tools unpacked, but where the design says otherwise, and what is wrong is told.</summary>
public sealed class CorpusTests(CorpusMount mount) : IClassFixture<CorpusMount>
{
    private const string Large = "sparse-9g";

    /// <summary>diffIDs are compared behind the first look (design §7).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What no file system can show: the kernel's overflowuid stands for an owner of 2^32-1, and links have no user.* attributes.</summary>
    private static readonly Dictionary<string, string[]> KernelLimits = new(StringComparer.Ordinal)
    {
        ["owner-max"] = [
            "m1 uid: 0 -> 65534", "m1 gid: 0 -> 65534", "pinned, and not so: m1 uid: 0 -> 4294967295",
            "pinned, and not so: m1 gid: 0 -> 4294967295"],
        ["owner-neg"] = ["o uid: 0 -> 65534", "pinned, and not so: o uid: 0 -> 4294967295"],
        ["xattr-symlink"] = ["pinned, and not so: u xattrs: - -> user.s=31"],
    };

    public static TheoryData<string> Readable => [.. Names.Where(name => !IsRefused(name) && name != Large)];

    public static TheoryData<string> Refused => [.. Names.Where(IsRefused)];

    private static IEnumerable<string> Names => Corpora.All.SelectMany(corpus => corpus.Names);

    [Theory]
    [MemberData(nameof(Readable))]
    public void TheTreeIsWhatTheToolsMadeOfIt(string name)
    {
        Assert.Equal(KernelLimits.GetValueOrDefault(name, []), CaseTree.Faults(name, TreeTable.Of($"{mount[name]}/rootfs")), StringComparer.Ordinal);
        var error = $"{mount[name]}/error";
        if (CaseProblems.IsTold(name))
            Assert.True(SpinWait.SpinUntil(() => File.Exists(error), Patience), "nothing is told");
        else
            Assert.False(File.Exists(error), File.Exists(error) ? File.ReadAllText(error) : "");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatCannotBeReadIsToldAndNotShown(string name)
    {
        Assert.Contains("Input/output error", Command.Run("ls", "-R", $"{mount[name]}/rootfs/").Error, StringComparison.Ordinal);
        Assert.NotEmpty(File.ReadAllLines($"{mount[name]}/error"));
    }

    /// <summary>Nothing hashes 9 GiB here: what the archive holds of the file is compared, and a byte of the hole behind each run.</summary>
    [Fact]
    public void AFileOver8GiBIsWholeThoughItTakesNoRoom()
    {
        var row = Corpora.Given.Expected(Large)!.Rows.Single(row => row.Path == "big");
        var file = $"{mount[Large]}/rootfs/{row.Path}";
        Assert.Equal(row.Size, Command.Run("stat", "-c", "%s", file).Ok().Trim());
        Assert.InRange(Blocks(file), 1, 100);
        using var handle = File.OpenHandle(file);
        var content = TarReader.Read(Corpora.Given.Tars(Large).Single()).Single(entry => entry.Name == "big").Content;
        Assert.NotEmpty(content.Segments);
        foreach (var segment in content.Segments)
        {
            var bytes = new byte[segment.Data.Length + 1];
            var read = RandomAccess.Read(handle, bytes, segment.Offset);
            Assert.Equal([.. segment.Data, .. new byte[read - segment.Data.Length]], bytes[..read]);
        }

        Assert.False(File.Exists($"{mount[Large]}/error"));
    }

    [Theory]
    [InlineData("sparse-gnu-forms")]
    [InlineData("sparse-pax00-forms")]
    [InlineData("sparse-pax01-forms")]
    [InlineData("sparse-pax10-forms")]
    public void HolesTakeNoBlocks(string name)
    {
        const int BlockSize = 512;
        const int PageSize = 4096;
        foreach (var (file, content) in SparseCases.Files)
        {
            var data = content.Segments.Sum(segment => (long)segment.Data.Length);
            var pages = content.Segments.Sum(segment => ((segment.Offset + segment.Data.Length - 1) / PageSize) - (segment.Offset / PageSize) + 1);
            Assert.InRange(Blocks($"{mount[name]}/rootfs/{file}") * BlockSize, data, pages * PageSize);
        }
    }

    private static bool IsRefused(string name) => CaseDeviations.IsCut(name) || name == "c-xz";

    private static long Blocks(string file) => long.Parse(Command.Run("stat", "-c", "%b", file).Ok());
}
