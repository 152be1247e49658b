using OciFs.Cli.Terminal;

namespace OciFs.Cli.Tests;

/// <summary>The line of progress: what it says, and never more than fits.</summary>
public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(100, "indexing layer abc: 50.0 MB of 200 MB, 10.0 MB/s, 15 s left")]
    [InlineData(55, "indexing layer abc: 50.0 MB of 200 MB, 15 s left")]
    [InlineData(40, "indexing layer abc: 50.0 MB of 200 MB")]
    [InlineData(30, "indexing layer abc: 25%")]
    [InlineData(28, "indexing layer abc: 25%")]
    [InlineData(10, "25%")]
    [InlineData(2, "2…")]
    public void WhatDoesNotFitIsLeftOut(int width, string line) =>
        Assert.Equal(line, ProgressLine.Of(new ProgressReport("indexing layer abc", 50_000_000, 200_000_000), 10_000_000, width));

    [Fact]
    public void WhatIsNotKnownIsNotTold()
    {
        Assert.Equal("reading: 5.00 kB", ProgressLine.Of(new ProgressReport("reading", 5000, 0), 0, 80));
        Assert.Equal("reading: 5.00 kB, 1.00 kB/s", ProgressLine.Of(new ProgressReport("reading", 5000, 0), 1000, 80));
        Assert.Equal("reading: 5.00 kB", ProgressLine.Of(new ProgressReport("reading", 5000, 4000), 0, 80));
    }

    [Fact]
    public void NoNameMovesTheCursor() =>
        Assert.Equal("decompressing a b   [31m: 1 B of 2 B", ProgressLine.Of(new ProgressReport("decompressing a\nb\r\u202e\e[31m", 1, 2), 0, 80));

    [Fact]
    public void ItNeverIsWiderThanItMay()
    {
        var report = new ProgressReport("decompressing 容器镜像.tar.gz and 3 more", 123_456_789, 987_654_321);
        for (var width = 1; width < 120; width++)
        {
            Assert.InRange(Columns.Of(ProgressLine.Of(report, 1_234_567, width)), 1, width);
        }
    }
}
