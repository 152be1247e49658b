using OciFs.Reference.Apply;

namespace OciFs.Reference.Tests;

/// <summary>The merge rules of the design, one by one, where neither the corpus nor another tool asks the question.</summary>
public sealed class MergeRulesTests
{
    [Fact]
    public void A_directory_again_replaces_attributes_and_keeps_children()
    {
        var applied = Applied.Of(
            [TestEntry.Directory("d").WithXattr("user.a", "1"), TestEntry.File("d/f")],
            [TestEntry.Directory("d") with { Mode = 0b111_000_000, Uid = 4, Modified = 5 }]);
        Assert.Equal("d\td\t0700\t4\t0\t-\t-\t5.000000000\t-\t-\t-\t-\t-", applied["d"]!.ToString());
        Assert.Equal("d:d d/f:f", applied.Names);
    }

    [Fact]
    public void A_file_and_a_directory_in_turn_within_a_layer_leave_lower_children()
    {
        var applied = Applied.Of([TestEntry.File("d/low")], [TestEntry.File("d"), TestEntry.Directory("d")]);
        Assert.Equal("d:d d/low:f", applied.Names);
    }

    [Fact]
    public void A_missing_parent_has_the_time_of_the_first_entry_below_it()
    {
        var applied = Applied.Of([TestEntry.File("a/b/x") with { Modified = 7 }, TestEntry.File("a/y") with { Modified = 3 }]);
        Assert.Equal("0755 0 0 7.000000000", Attributes(applied, "a"));
        Assert.Equal("0755 0 0 7.000000000", Attributes(applied, "a/b"));
        Assert.Equal("0755 0 0 7.000000000", Attributes(applied, "."));
    }

    [Fact]
    public void A_parent_made_new_after_a_whiteout_does_not_inherit()
    {
        var applied = Applied.Of(
            [TestEntry.Directory("d") with { Uid = 9 }, TestEntry.File("d/low")],
            [TestEntry.Whiteout("d"), TestEntry.File("d/new") with { Modified = 8 }]);
        Assert.Equal("d:d d/new:f", applied.Names);
        Assert.Equal("0755 0 0 8.000000000", Attributes(applied, "d"));
    }

    [Theory]
    [InlineData("d/link", "real", "d/real/x")]
    [InlineData("d/link", "/real", "real/x")]
    [InlineData("d/link", "../../../up", "up/x")]
    [InlineData("d/link", "../d/./e//f/..", "d/e/x")]
    [InlineData("d/link", "/", "x")]
    public void An_entry_goes_where_a_link_of_its_own_layer_leads(string link, string target, string place)
    {
        var applied = Applied.Of([TestEntry.Symlink(link, target), TestEntry.File(link + "/x")]);
        Assert.Equal("f", applied[place]?.Type);
        Assert.Equal("l", applied[link]?.Type);
        Assert.Empty(applied.Problems);
    }

    [Fact]
    public void A_link_of_a_lower_layer_becomes_a_directory()
    {
        var applied = Applied.Of([TestEntry.Symlink("s", "real"), TestEntry.File("real/old")], [TestEntry.File("s/x")]);
        Assert.Equal("real:d real/old:f s:d s/x:f", applied.Names);
    }

    [Fact]
    public void A_whiteout_goes_where_a_link_of_its_own_layer_leads()
    {
        var applied = Applied.Of(
            [TestEntry.File("real/old"), TestEntry.File("real/stays")], [TestEntry.Symlink("s", "real"), TestEntry.Whiteout("s/old")]);
        Assert.Equal("real:d real/stays:f s:l", applied.Names);
    }

    [Fact]
    public void Markers_make_no_directories_and_leave_lower_links()
    {
        var applied = Applied.Of(
            [TestEntry.Symlink("s", "real"), TestEntry.File("real/x"), TestEntry.File("f")],
            [TestEntry.Whiteout("no/where"), TestEntry.Opaque("nor/here"), TestEntry.Whiteout("s/x"), TestEntry.Opaque("f")]);
        Assert.Equal("f:f real:d real/x:f s:l", applied.Names);
        Assert.Empty(applied.Problems);
    }

    [Fact]
    public void A_hard_link_sees_what_is_there_at_its_place()
    {
        var applied = Applied.Of(
            [TestEntry.File("a", "lower")],
            [
                TestEntry.HardLink("before", "a"), TestEntry.File("a", "upper"), TestEntry.HardLink("after", "a"),
                TestEntry.Whiteout("a"), TestEntry.HardLink("again", "a"),
            ]);
        Assert.Equal(applied["a"]!.Sha256, applied["after"]!.Sha256);
        Assert.Equal(applied["a"]!.Sha256, applied["again"]!.Sha256);
        Assert.NotEqual(applied["a"]!.Sha256, applied["before"]!.Sha256, StringComparer.Ordinal);
        string[] names = ["a", "after", "again", "before"];
        Assert.Equal(["3", "3", "3", "1"], names.Select(name => applied[name]!.Links), StringComparer.Ordinal);
    }

    [Fact]
    public void A_hard_link_applies_to_the_inode_below()
    {
        var applied = Applied.Of(
            [TestEntry.File("a").WithXattr("user.a", "1")],
            [TestEntry.HardLink("b", "a").WithXattr("user.b", "2") with { Mode = 0b111_000_000, Uid = 6, Modified = 66 }]);
        Assert.Equal("0700 6 0 66.000000000", Attributes(applied, "a"));
        Assert.Equal("user.a=31,user.b=32", applied["a"]!.Xattrs);
        Assert.Equal("a", applied["b"]!.HardLink);
    }

    [Fact]
    public void A_hard_link_may_take_the_place_of_the_directory_its_target_is_in()
    {
        var applied = Applied.Of([TestEntry.File("d/f", "content")], [TestEntry.HardLink("d", "d/f")]);
        Assert.Equal("d:f", applied.Names);
        Assert.Equal("1", applied["d"]!.Links);
    }

    [Fact]
    public void A_hard_link_to_itself_only_applies_its_attributes()
    {
        var applied = Applied.Of([TestEntry.File("a", "x")], [TestEntry.HardLink("a", "a") with { Uid = 3 }, TestEntry.Whiteout("a")]);
        Assert.Equal("a:f", applied.Names);
        Assert.Equal("3", applied["a"]!.Uid);
    }

    [Fact]
    public void A_target_is_looked_up_through_links_of_any_layer()
    {
        var applied = Applied.Of([TestEntry.Symlink("lib", "usr/lib"), TestEntry.File("usr/lib/x")], [TestEntry.HardLink("y", "lib/x")]);
        Assert.Equal("usr/lib/x", applied["y"]!.HardLink);
    }

    [Fact]
    public void What_is_removed_so_far_is_no_target()
    {
        var applied = Applied.Of(
            [TestEntry.File("d/a"), TestEntry.File("e/b"), TestEntry.File("f/c")],
            [
                TestEntry.Whiteout("d"), TestEntry.HardLink("1", "d/a"), TestEntry.Opaque("e"), TestEntry.HardLink("2", "e/b"),
                TestEntry.File("f"), TestEntry.HardLink("3", "f/c"),
            ]);
        Assert.Equal("e:d f:f", applied.Names);
        Assert.Equal(Enumerable.Repeat(ProblemKind.NoLinkTarget, 3), applied.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Bad_entries_are_skipped_and_imply_no_parents()
    {
        var applied = Applied.Of(
            [
                TestEntry.File("f"), TestEntry.File("f/below"), TestEntry.Symlink("loop", "loop"), TestEntry.File("loop/x"),
                TestEntry.HardLink("n/h", "nothing"), TestEntry.File("n/" + new string('n', 256)), TestEntry.File("n/nul\0"),
                TestEntry.Symlink("n/empty", ""), TestEntry.Directory("n/dev") with { Type = (EntryType)'V' }, TestEntry.Fifo("/"),
            ]);
        Assert.Equal("f:f loop:l", applied.Names);
        Assert.Equal(
            [
                ProblemKind.ParentNotDirectory, ProblemKind.LinkLoop, ProblemKind.NoLinkTarget, ProblemKind.BadName, ProblemKind.BadName,
                ProblemKind.EmptyTarget, ProblemKind.UnknownType, ProblemKind.RootNotDirectory,
            ],
            applied.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void What_the_kernel_cannot_hold_is_told_all_the_same()
    {
        var applied = Applied.Of(
            [
                TestEntry.Symlink("s", "x").WithXattr("user.a", "1"), TestEntry.File("owner") with { Uid = -1, Gid = 1L << 32 },
                TestEntry.File("acl").WithXattr("system.posix_acl_access", "no acl"),
                TestEntry.File("time") with { Modified = new TarTime(1L << 40, 1) },
                TestEntry.Directory("implied/d"),
            ]);
        Assert.Equal("user.a=31", applied["s"]!.Xattrs);
        Assert.Equal("0644 4294967295 0 1600000000.000000000", Attributes(applied, "owner"));
        Assert.Equal("system.posix_acl_access=6e6f2061636c", applied["acl"]!.Xattrs);
        Assert.Equal("1099511627776.000000001", applied["time"]!.Modified);
        Assert.Equal("-", applied["implied/d"]!.Xattrs);
    }

    private static string Attributes(Applied applied, string path) =>
        applied[path] is { } row ? $"{row.Mode} {row.Uid} {row.Gid} {row.Modified}" : "nothing";
}
