using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs images</c>: the table, and which images <c>--filter</c> leaves.</summary>
public sealed class ImagesCommandTests : IDisposable
{
    private readonly BuiltLayout layout = new();

    public ImagesCommandTests() => layout
        .Image("docker.io/library/alpine:3.20", 1, """ "created":"2020-01-01T00:00:00Z","config":{"Labels":{"tier":"base","a":"1"}} """)
        .Image("docker.io/library/debian:12", 1, """ "created":"2021-01-01T00:00:00Z" """, "arm64", first: 1)
        .Image("quay.io/org/app:2", 2, """ "created":"2022-01-01T00:00:00Z","config":{"Labels":{"tier":"app","a":"1"}} """)
        .Image("localhost/tools", 1, """ "created":"2023-01-01T00:00:00Z" """, first: 2)
        .Image("", 1, """ "created":"2024-01-01T00:00:00Z" """, first: 3);

    public static TheoryData<string, string[]> Filters => new()
    {
        { "alpine debian", ["reference=*"] },
        { "alpine", ["reference=alpine"] },
        { "alpine", ["reference=alpine:3.*"] },
        { "app", ["reference=*/*/app"] },
        { "alpine debian app", ["reference=*.io/*/*"] },
        { "alpine", ["reference=docker.io/library/[^b-z]lpine:3.2?"] },
        { "debian app", ["reference=debian", "reference=quay.io/org/app"] },
        { "alpine app", ["label=tier"] },
        { "app", ["label=tier=app"] },
        { "app", ["label=a=1", "label=tier=app"] },
        { "", ["label=tier=base", "label=tier=app"] },
        { "alpine debian", ["before=quay.io/org/app:2"] },
        { "tools none", ["since=quay.io/org/app:2"] },
        { "none", ["dangling=true"] },
        { "alpine debian app tools", ["dangling=false"] },
        { "debian", ["platform=linux/arm64"] },
        { "alpine debian app tools none", ["kind=image"] },
        { "", ["kind=artifact"] },
        { "app", ["label=a", "since=debian:12"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void FiltersLeaveTheImagesThatMeetThem(string expected, string[] filters)
    {
        string[] arguments = ["images", "--json", layout.Source, .. filters.SelectMany(filter => new[] { "--filter", filter })];
        var names = Command.Ocifs(arguments).Json().AsArray().Select(image => ShortOf(image!.Text("name")));
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public void AnImageIsFoundByItsIdAndItsDigest()
    {
        var image = Command.Ocifs("images", "--json", layout.Source).Json()[2]!;
        foreach (var filter in new[] { $"id={image.Text("id")}", $"id={image.Text("id")[7..19]}", $"digest={image.Text("digest")}", $"digest={image.Text("digest")[..20]}" })
            Assert.Equal("quay.io/org/app:2", Assert.Single(Command.Ocifs("images", "--json", layout.Source, "-f", filter).Json().AsArray())!.Text("name"));
    }

    [Theory]
    [InlineData(2, "nosuch=1", "nosuch=1", "before, dangling, digest, id, kind, label, platform, reference, since")]
    [InlineData(2, "label", "KEY=VALUE")]
    [InlineData(2, "dangling=maybe", "true, false")]
    [InlineData(2, "kind=chart", "artifact")]
    [InlineData(2, "platform=a/b/c/d", "a/b/c/d")]
    [InlineData(2, "reference=a[", "a[")]
    [InlineData(1, "before=nosuch", "nosuch")]
    public void AFilterThatCannotBeUnderstoodIsAnError(int status, string filter, params string[] texts) =>
        Command.Ocifs("images", layout.Source, "--filter", filter).FailsInOneLine(status, texts);

    [Fact]
    public void TheTableFitsALineAndFullNamesAreThereWhereAsked()
    {
        var rows = Command.Ocifs("images", layout.Source).Lines();
        Assert.Equal(["NAME", "ID", "PLATFORMS", "CREATED", "SIZE"], rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        Assert.All(rows, row => Assert.InRange(row.Length, 1, 100));
        var images = Command.Ocifs("images", "--json", layout.Source).Json().AsArray();
        Assert.Matches($@"^docker.io/library/alpine:3.20 +{images[0]!.Text("id")[7..19]}  linux-amd64  2020-01-01  [\d.]+ kB$", rows[1]);
        Assert.StartsWith(images[4]!.Text("digest")[..19] + " ", rows[5], StringComparison.Ordinal);
        Assert.Contains(images[4]!.Text("digest") + "  " + images[4]!.Text("id"), Command.Ocifs("images", "--no-trunc", layout.Source).Ok(), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyPlatformsAreCut() => Assert.Contains(
        "  linux-amd64 +14  ", Command.Ocifs("images", $"oci:{SchemaTests.Fixture("platforms")}:multi", "--platform", "linux/amd64").Ok(), StringComparison.Ordinal);

    [Fact]
    public void NamesNeverMoveTheCursor()
    {
        layout.Image("evil\e[2J\r\u202e", 1, first: 5);
        var result = Command.Ocifs("images", layout.Source);
        Assert.Contains("evil [2J", result.Ok(), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output, character => character is '\e' or '\r' or '\u202e');
    }

    public void Dispose() => layout.Dispose();

    private static string ShortOf(string name) => name.StartsWith("sha256:", StringComparison.Ordinal) ? "none" : name.Split('/')[^1].Split(':')[0];
}
