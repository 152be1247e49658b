using System.Collections.Immutable;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

/// <summary>What containerd's own code answered of the same platforms: 250 rows, a candidate of the pool in each is a question.</summary>
public sealed class PlatformMatcherTests
{
    private static readonly ImmutableArray<(string Kind, string Asked, string Answer)> Rows =
    [
        .. File.ReadLines(Fixtures.Layout("platform-matching.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'))
            .Select(cells => (cells[0], cells[1], cells[2])),
    ];

    private static readonly ImmutableArray<PlatformName> Pool = Parsed(Rows.Single(row => row.Kind == "pool").Answer);

    [Fact]
    public void Parses_and_writes_as_containerd()
    {
        var rows = Of("parse");
        Assert.True(rows.Length >= 90);
        Assert.Equal(
            rows.Select(row => row.Answer),
            rows.Select(row => PlatformName.TryParse(row.Asked, out var platform) ? platform.ToSpecifier() : "-"),
            StringComparer.Ordinal);
        Assert.All(rows.Where(row => row.Answer != "-"), row => Assert.Equal(PlatformName.Parse(row.Asked), PlatformName.Parse(row.Answer)));
    }

    [Fact]
    public void Runs_what_containerd_runs_the_best_first()
    {
        var rows = Of("only");
        Assert.True(rows.Length >= 60);
        foreach (var (_, host, answer) in rows)
        {
            // Of Windows platforms this package's order depends on the machine that asks; ours is the one of a Windows host, in `windows`.
            var machine = PlatformName.Parse(host);
            var (expected, actual) = (answer, Matches(PlatformMatcher.Only(machine)));
            Assert.Equal((host, machine.Os == "windows" ? Sorted(expected) : expected), (host, machine.Os == "windows" ? Sorted(actual) : actual));
        }
    }

    [Fact]
    public void Sorts_those_that_do_not_match_too() => Assert.All(
        Of("order"), row => Assert.Equal((row.Asked, row.Answer), (row.Asked, Text(Pool.Order(PlatformMatcher.Only(PlatformName.Parse(row.Asked)))))));

    [Theory]
    [InlineData("strict", 40)]
    [InlineData("windows", 15)]
    [InlineData("ordered", 4)]
    [InlineData("any", 4)]
    public void Matches_and_sorts_as_containerd(string kind, int rows)
    {
        Assert.True(Of(kind).Length >= rows);
        Assert.All(Of(kind), row => Assert.Equal((row.Asked, row.Answer), (row.Asked, Matches(Matcher(kind, Parsed(row.Asked))))));
    }

    [Fact]
    public void All_is_all_in_any_order()
    {
        Assert.All(Pool, platform => Assert.True(PlatformMatcher.All.Matches(platform)));
        Assert.Equal(Pool, Pool.Order(PlatformMatcher.All));
    }

    // Containerd compares the text of versions, by which 587 were the highest.
    [Fact]
    public void The_highest_revision_is_the_highest_number()
    {
        var host = PlatformName.Parse("windows(10.0.20348)/amd64");
        var sorted = Parsed("windows(10.0.20348.587)/amd64 windows/amd64 windows(10.0.20348.3091)/amd64").Order(PlatformMatcher.Only(host));
        Assert.Equal("windows(10.0.20348.3091)/amd64 windows(10.0.20348.587)/amd64 windows/amd64", Text(sorted));
    }

    private static (string Kind, string Asked, string Answer)[] Of(string kind) => [.. Rows.Where(row => row.Kind == kind)];

    private static PlatformMatcher Matcher(string kind, ImmutableArray<PlatformName> platforms) => kind switch
    {
        "ordered" => PlatformMatcher.Ordered(platforms),
        "any" => PlatformMatcher.Any(platforms),
        _ => PlatformMatcher.OnlyStrict(platforms[0]),
    };

    private static string Matches(PlatformMatcher matcher) => Text(Pool.Where(matcher.Matches).Order(matcher));

    private static ImmutableArray<PlatformName> Parsed(string text) => [.. text.Split(' ').Select(PlatformName.Parse)];

    private static string Text(IEnumerable<PlatformName> platforms) => string.Join(' ', platforms.Select(platform => platform.ToSpecifier()));

    private static string Sorted(string text) => string.Join(' ', text.Split(' ').Order(StringComparer.Ordinal));
}
