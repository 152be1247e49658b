using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>GNU long names and links by hand, in the precedence of Go's archive/tar.</summary>
public sealed class LongNameTests
{
    [Fact]
    public void NameAndLink_WithOrWithoutNul()
    {
        var name = new string('n', 600);
        var archive = new TarBuilder()
            .Entry("././@LongLink", 'L', name + "\0", magic: TarBuilder.Gnu).Entry("", 'K', "target", magic: TarBuilder.Gnu)
            .Entry("short", '2', link: "other").Entry("", 'L', "cut\0behind").File("x").File("plain").End();

        var entries = Scan.Sound(archive);

        Expect.Lines([name, "cut", "plain"], entries.Select(entry => entry.Name));
        Assert.Equal("target", entries[0].LinkName);
    }

    [Fact]
    public void Precedence()
    {
        var archive = new TarBuilder()
            .Entry("", 'L', "first").Entry("", 'L', "second").File("x")
            .Entry("", 'L', "gnu").Pax("path=pax").File("x")
            .Pax("path=pax").Entry("", 'L', "gnu").File("x")
            .Pax("path=pax").Entry("", 'L', "\0").File("x")
            .Pax("linkpath=pax").Entry("", 'K', "gnu").Entry("x", '1', link: "header")
            .Entry("", 'L', "gone").Entry("x", 'Z').File("header").End();

        var seen = Scan.All(archive);

        Expect.Lines(["second", "gnu", "gnu", "pax", "x", "header"], seen.Names);
        Assert.Equal("gnu", seen.Entries[4].LinkName);
        Assert.Equal("gone", seen.Single(TarProblemKind.UnsupportedType, isFatal: false).Name);
    }

    [Theory]
    [InlineData(TarLimits.PathBytes, true)]
    [InlineData(TarLimits.PathBytes + 1, false)]
    [InlineData(3_000_000, false)]
    public void Limit(int length, bool fits)
    {
        var path = new string('p', length);
        var archive = new TarBuilder().Entry("", 'L', path).File("x").Entry("", 'K', path).Entry("link", '2')
            .Entry("", 'K', path).File("no link").File("next").End();

        var seen = Scan.InCuts(archive, 5000);

        Expect.Lines(fits ? [path, "link", "no link", "next"] : ["no link", "next"], seen.Names);
        Expect.Lines(fits ? [] : ["PathTooLong name", "PathTooLong link target"],
            seen.Problems.Select(problem => $"{problem.Kind} {problem.Subject}"));
    }

    [Fact]
    public void PaxPathOverTheLimit_IsSkipped()
    {
        var seen = Scan.All(new TarBuilder().Pax("path=" + new string('p', TarLimits.PathBytes + 1)).File("x").File("next").End());

        Assert.Equal("next", Assert.Single(seen.Entries).Name);
        seen.Single(TarProblemKind.PathTooLong, isFatal: false);
    }
}
