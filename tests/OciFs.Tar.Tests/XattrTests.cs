using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Extended attributes: against getxattr of the packed file, and by hand.</summary>
public sealed class XattrTests
{
    private const string Script = """
        import os
        open('f', 'w').close(); open('none', 'w').close()
        for name, value in ((b'user.plain', b'text'), (b'user.binary', bytes(range(256))), (b'user.newline', b'\n12 a=b\n'),
                            (b'user.nul', b'\0'), (b'user.long', b'v' * 1500)):
            os.setxattr(b'f', name, value)
        """;

    private const string List = "import os; [print(n + '=' + os.getxattr('f', n).hex()) for n in os.listxattr('f')]";

    [Fact]
    public void GnuTar() =>
        AssertPacked(false, "tar", "-cf", "a.tar", "--format=posix", "--xattrs", "--xattrs-include=user.*", "f", "none");

    [Fact]
    public void Bsdtar_BothCodings() => AssertPacked(false, "bsdtar", "-cf", "a.tar", "--format=pax", "--xattrs", "f", "none");

    [Fact]
    public void Bsdtar_OnlyItsOwnCoding() =>
        AssertPacked(true, "bsdtar", "-cf", "a.tar", "--format=pax", "--xattrs", "--options", "xattrheader=LIBARCHIVE", "f", "none");

    [Theory]
    [InlineData("user.a=31", "SCHILY.xattr.user.a=1")]
    [InlineData("user.a=", "SCHILY.xattr.user.a=")]
    [InlineData("user.a=3d3d00", "SCHILY.xattr.user.a===\0")]
    [InlineData("user.a=32", "SCHILY.xattr.user.a=1", "SCHILY.xattr.user.a=2")]
    [InlineData("user.a=31 user.b=32", "SCHILY.xattr.user.a=1", "SCHILY.xattr.user.b=2")]
    [InlineData("user.a=31", "LIBARCHIVE.xattr.user.a=Mg", "SCHILY.xattr.user.a=1")]
    [InlineData("user.a=31", "SCHILY.xattr.user.a=1", "LIBARCHIVE.xattr.user.a=Mg")]
    [InlineData("*user.a=32", "LIBARCHIVE.xattr.user.a=Mg")]
    [InlineData("*user.a=32", "LIBARCHIVE.xattr.user.a=Mg==")]
    [InlineData("*user.= %=3233", "LIBARCHIVE.xattr.user.%3d%20%25=MjM=")]
    [InlineData("*user.a=fbff", "LIBARCHIVE.xattr.user.a=+/8")]
    [InlineData("", "LIBARCHIVE.xattr.user.a=M!")]
    [InlineData("", "LIBARCHIVE.xattr.user.%4=Mg")]
    [InlineData("", "SCHILY.acl.access=user::rwx", "RHT.security.selinux=x", "comment=hello", "VENDOR.key=")]
    public void ByHand(string expected, params string[] records)
    {
        var archive = new TarBuilder().Pax(records).File("f").File("plain").End();

        var entries = Scan.Sound(archive);

        Assert.Equal(expected, entries[0].Xattrs);
        Assert.Equal("", entries[1].Xattrs);
    }

    [Fact]
    public void LimitsAreTold_AndTheirEntriesSkipped()
    {
        var archive = new TarBuilder()
            .Pax($"SCHILY.xattr.user.a={new string('v', TarLimits.XattrValueBytes)}").File("fits")
            .Pax($"SCHILY.xattr.user.a={new string('v', TarLimits.XattrValueBytes + 1)}").File("value")
            .Pax($"SCHILY.xattr.{new string('n', TarLimits.XattrNameBytes)}=1").File("fits too")
            .Pax($"SCHILY.xattr.{new string('n', TarLimits.XattrNameBytes + 1)}=1").File("name")
            .Pax([.. Enumerable.Range(0, TarLimits.XattrCount).Select(i => $"SCHILY.xattr.user.{i}=")]).File("fits also")
            .Pax([.. Enumerable.Range(0, TarLimits.XattrCount + 1).Select(i => $"SCHILY.xattr.user.{i}=")]).File("count")
            .Pax("SCHILY.xattr.=1").File("nameless").End();

        var seen = Scan.All(archive);

        Expect.Lines(["fits", "fits too", "fits also"], seen.Names);
        Expect.Lines(["XattrValueTooLong user.a", "XattrNameTooLong ", "TooManyXattrs ", "BadPaxValue SCHILY.xattr."],
            seen.Problems.Select(problem => $"{problem.Kind} {problem.Subject}"));
        Expect.Lines(["value", "name", "count", "nameless"], seen.Problems.Select(problem => problem.Name));
    }

    private static void AssertPacked(bool onlyLibarchive, string program, params string[] arguments)
    {
        using var folder = new TempFolder();
        try
        {
            SourceTree.Make(folder, Script);
        }
        catch (Xunit.Sdk.TrueException e) when (e.Message.Contains("Errno 95", StringComparison.Ordinal))
        {
            Assert.Skip("the temporary folder's filesystem has no extended attributes");
        }

        Tool.Run(folder.Path, 0, program, arguments);
        var entries = Scan.Sound(folder.Read("a.tar"));

        Assert.Equal(onlyLibarchive, entries[0].Xattrs.Contains('*'));
        Expect.Sorted(Tool.Lines(Tool.Python(folder.Path, List)), entries[0].Xattrs.Replace("*", "", StringComparison.Ordinal).Split(' '));
        Assert.Equal("", entries[1].Xattrs);
    }
}
