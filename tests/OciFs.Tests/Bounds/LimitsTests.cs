using System.Reflection;
using OciFs.Reference.Layout;
using OciFs.Tests.Views;

namespace OciFs.Tests.Bounds;

/// <summary>Each limit of design §7: what meets it is shown, what is one beyond is told with the limit's value, and spoils nothing else.</summary>
public sealed class LimitsTests
{
    /// <summary>Limits that no error tells, because nothing is refused: what they bound is dropped and made again, or waits.</summary>
    private static readonly string[] Budgets =
    [
        nameof(Limits.MemoryBytes), nameof(Limits.LeastMemoryBytes), nameof(Limits.FirstPassesAtOnce), nameof(Limits.SmallPassBytes), nameof(Limits.FirstPassBytesPerSecond), nameof(Limits.FirstPassGrace),
        nameof(Limits.ProblemsPerLayer),
        nameof(Limits.IndexCacheBytes), nameof(Limits.IndexCacheAge), nameof(Limits.TableBytesInMemory), nameof(Limits.CachedBytesInMemory), nameof(Limits.ClosingTime), nameof(Limits.ReadsOfOneLayer), nameof(Limits.ReadsOfAllLayers), nameof(Limits.FirstPassPatience), nameof(Limits.LooksAtStoreAtOnce), nameof(Limits.ArchiveBytesPerMember),
        nameof(Limits.TitleParts), nameof(Limits.AliasesKept), nameof(Limits.IdleLayersInSearch), nameof(Limits.ComparedTextBytes), nameof(Limits.ComparedLines),
    ];

    /// <summary>
    /// Limits that no image of a layout can meet: of what stores keep beside images, or too large; the tests of their rooms, and
    /// <see cref="BuilderBoundsTests"/>, meet them, some made small.
    /// </summary>
    private static readonly string[] Elsewhere =
    [
        nameof(Limits.EntriesPerLayer), nameof(Limits.IndexBytesPerLayer), nameof(Limits.DescriptorBytes), nameof(Limits.ArchiveMemberBytes),
        nameof(Limits.BoltDepth), nameof(Limits.BoltBytesPerReading), nameof(Limits.BoltBytesAtOnce), nameof(Limits.TarSplitLineBytes),
        nameof(Limits.OverlayRedirects), nameof(Limits.ReferrerDocuments), nameof(Limits.ReferrerDescriptors), nameof(Limits.ReferrerBytes),
        nameof(Limits.ReferrerBytesPerImage), nameof(Limits.DocumentBytesPerWalk), nameof(Limits.OwnerFileBytes), nameof(Limits.LinkedFolders), nameof(Limits.HoleBytesHashed),
    ];

    public static TheoryData<string> Names => [.. LimitCases.All.Keys];

    [Fact]
    public void EveryLimitHasARow()
    {
        var members = typeof(Limits).GetMembers(BindingFlags.Public | BindingFlags.Static).Where(member => member is FieldInfo or PropertyInfo);
        Assert.Equal(
            members.Select(member => member.Name).Order(StringComparer.Ordinal),
            LimitCases.All.Keys.Concat(Budgets).Concat(Elsewhere).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatTheTestSaysIsWhatTheCodeSays(string name) =>
        Assert.Equal(LimitCases.All[name].Value, Convert.ToInt64(typeof(Limits).GetField(name)!.GetValue(null)));

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatMeetsALimitIsShown(string name)
    {
        using var opened = Open(LimitCases.All[name].At);
        AssertRest(opened);
        Assert.Empty(opened.Errors());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatPassesALimitIsToldWithIt(string name)
    {
        var row = LimitCases.All[name];
        using var opened = Open(row.Above);
        if (row.Rest)
            AssertRest(opened);
        else
            Touch(opened);
        Assert.Matches($@"\b{row.Value}\b", Assert.Single(opened.Errors()).Replace(",", "", StringComparison.Ordinal));
        Assert.Equal("good", opened.Text("images", "good", "platforms", "linux-amd64", "rootfs", "good"));
    }

    private static OpenedStack Open(Func<LayoutBuilder, Descriptor> write) => new(layout => layout
        .Name("image", write(layout))
        .Name("good", layout.AddImage([LayerBlob.Of(Reference.Tar.LayerBuilder.Tar([Reference.TestEntry.File("good", "good")]))]).Manifest));

    private static void AssertRest(OpenedStack opened) =>
        Assert.Equal("rest", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "rest"));

    /// <summary>Goes as far into the image as there is something to look at.</summary>
    private static void Touch(OpenedStack opened)
    {
        var platforms = opened.Tree.Lookup(opened.At("images", "image"), "platforms"u8);
        if (!platforms.Exists || !opened.Tree.OpenDirectory(platforms.Node, true).TryGet(0, out _))
            return;
        try
        {
            _ = opened.Tree.OpenDirectory(opened.Rootfs(), true);
        }
        catch (OciFsException)
        {
            // Told in the error, which the test reads.
        }
    }
}
