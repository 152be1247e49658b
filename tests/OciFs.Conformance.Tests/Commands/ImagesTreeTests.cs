using System.Globalization;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs images --tree</c>: what stands below what, also where <c>--filter</c> leaves some out, and what each adds.</summary>
public sealed class ImagesTreeTests : IDisposable
{
    private readonly BuiltLayout layout = new();

    public ImagesTreeTests() => layout
        .Image("top", 4, Steps(2024, "a", "b", "d", "e")).Image("base", 1, Steps(2020, "a")).Image("again", 1, Steps(2020, "a"))
        .Image("left", 3, Steps(2022, "a", "b", "c")).Image("middle", 2, Steps(2021, "a", "b")).Image("right", 3, Steps(2023, "a", "b", "d"))
        .Image("stranger", 1, Steps(2019, "s"), first: 50);

    public static TheoryData<string, string[]> Trees => new()
    {
        { "base, again|└── middle|    ├── left|    └── right|        └── top|stranger", [] },
        { "base|├── top|└── left|stranger", ["reference=top", "reference=base", "reference=left", "reference=stranger"] },
        { "again|└── middle", ["reference=again", "reference=middle"] },
        { "left|right|└── top", ["since=middle"] },
        { "", ["kind=artifact"] },
    };

    [Theory]
    [MemberData(nameof(Trees))]
    public void ImagesStandBelowTheNearestAncestorThatIsShown(string expected, string[] filters)
    {
        var rows = Command.Ocifs(["images", "--tree", layout.Source, .. filters.SelectMany(filter => new[] { "--filter", filter })]).Ok()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, string.Join('|', rows.Skip(1).Select(row => row[..rows[0].IndexOf(" ID ", StringComparison.Ordinal)].TrimEnd())));
    }

    [Fact]
    public void WhatAnImageAddsIsItsDocumentsAndTheLayersThatItsParentHasNot()
    {
        var table = Command.Ocifs("images", "--tree", "--no-trunc", layout.Source).Lines();
        foreach (var (name, own) in new[] { ("base, again", 1), ("left", 1), ("top", 1) })
        {
            var image = Command.Ocifs("inspect", "--json", $"{layout.Source}:{name.Split(',')[0]}").Json()["platforms"]![0]!;
            var layers = image.Items("layers").Select(layer => (long)layer["size"]!).ToArray();
            var expected = (long)image["size"]! - layers.SkipLast(own).Sum();
            var cells = table.Single(row => row.TrimStart(' ', '│', '├', '└', '─').StartsWith($"{name} ", StringComparison.Ordinal));
            Assert.EndsWith($"  {Kilobytes(expected)}  {Kilobytes((long)image["size"]!)}", cells, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void JsonIsTheListWithParentAndChildrenWhateverIsLeftOut()
    {
        var list = Command.Ocifs("images", "--json", layout.Source).Json().AsArray();
        var tree = Command.Ocifs("images", "--json", "--tree", layout.Source).Json().AsArray();
        Assert.Empty(Schema.Of("images").Errors(tree));
        var ids = list.DistinctBy(image => image!.Text("id"), StringComparer.Ordinal).ToDictionary(image => image!.Text("id"), image => image!.Text("name"), StringComparer.Ordinal);
        Assert.Equal(
            ["top<right:", "base<:middle", "again<:middle", "left<middle:", "middle<base:left,right", "right<middle:top", "stranger<:"],
            tree.Select(image => $"{image!.Text("name")}<{(image!["parent"] is { } parent ? ids[(string)parent!] : "")}:{string.Join(',', image.Items("children").Select(child => ids[(string)child!]))}"),
            StringComparer.Ordinal);
        var filtered = Command.Ocifs("images", "--json", "--tree", layout.Source, "-f", "reference=middle").Json().AsArray();
        Assert.True(JsonNode.DeepEquals(tree[4], Assert.Single(filtered)));
        foreach (var image in tree)
        {
            image!.AsObject().Remove("parent");
            image.AsObject().Remove("children");
        }

        Assert.True(JsonNode.DeepEquals(list, tree));
    }

    [Fact]
    public void InspectTellsTheSameOfOneImage()
    {
        var middle = Command.Ocifs("inspect", "--json", $"{layout.Source}:middle").Json();
        Assert.Equal("base", middle["parent"]!.Text("name"));
        Assert.Equal(["left", "right"], middle.Items("children").Select(child => child.Text("name")), StringComparer.Ordinal);
        Assert.Null(Command.Ocifs("inspect", "--json", $"{layout.Source}:base").Json()["parent"]);
        var sheet = Command.Ocifs("inspect", $"{layout.Source}:middle").Ok();
        Assert.Contains("\nmade upon     base\nupon it       left\n              right\n", sheet, StringComparison.Ordinal);
        var again = Command.Ocifs("inspect", "--json", $"{layout.Source}:again").Json();
        Assert.Equal(["again", "base"], again["references"]!.Items("tags").Select(tag => (string)tag!), StringComparer.Ordinal);
    }

    public void Dispose() => layout.Dispose();

    private static string Steps(int year, params string[] steps) =>
        $$""" "created":"{{year}}-01-01T00:00:00Z","history":[{{string.Join(',', steps.Select(step => $$"""{"created_by":"{{step}}"}"""))}}] """;

    private static string Kilobytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0} kB");
}
