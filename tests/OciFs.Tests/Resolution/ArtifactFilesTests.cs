using System.Text.Json;
using OciFs.Descriptors;
using OciFs.Resolution;

namespace OciFs.Tests.Resolution;

/// <summary>The names that an artifact's layers get as files.</summary>
public sealed class ArtifactFilesTests
{
    [Theory]
    [InlineData("a.bin", "a.bin")]
    [InlineData("dir/b.bin", "dir/b.bin")]
    [InlineData("./dir//b.bin/", "dir/b.bin")]
    [InlineData("/etc/passwd", "etc/passwd")]
    [InlineData("../../etc/passwd", "%2E./%2E./etc/passwd")]
    [InlineData("..", "%2E.")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("a b~c", "a%20b%7Ec")]
    [InlineData("new\nline\u0000\u007F", "new%0Aline%00%7F")]
    [InlineData("back\\slash", "back%5Cslash")]
    [InlineData("ü", "%C3%BC")]
    [InlineData("", "DIGEST0")]
    [InlineData("/", "DIGEST0")]
    [InlineData(".", "DIGEST0")]
    public void A_title_is_a_path_that_leads_nowhere_else(string title, string path) => Assert.Equal([path], Names(title), StringComparer.Ordinal);

    [Fact]
    public void Without_a_title_the_digest_is_the_name() => Assert.Equal(["DIGEST0", "DIGEST1"], Names(null, null), StringComparer.Ordinal);

    [Fact]
    public void Of_one_title_the_first_has_it() => Assert.Equal(["a", "a@SHORT1", "d/a", "d/a@SHORT3"], Names("a", "./a", "d/a", "d//a"), StringComparer.Ordinal);

    [Fact]
    public void A_file_gives_way_to_a_folder_of_its_name() =>
        Assert.Equal(["a@SHORT0", "a/b@SHORT1", "a/b/c"], Names("a", "a/b", "a/b/c"), StringComparer.Ordinal);

    [Fact]
    public void The_same_file_twice_is_one()
    {
        var layer = Layer(0, "a");
        Assert.Equal(["a"], NamesOf([layer, layer]), StringComparer.Ordinal);
    }

    [Fact]
    public void A_title_that_looks_like_a_second_one_keeps_its_name() => Assert.Equal(["a", $"a@{Hex(2)[..12]}", $"a@{Hex(2)}"], Raw("a", $"a@{Hex(2)[..12]}", "a"));

    [Fact]
    public void The_empty_document_of_no_content_is_no_file() =>
        Assert.Empty(NamesOf([Layer(0, null).Replace("text/plain", MediaTypes.OciEmpty, StringComparison.Ordinal)]));

    [Fact]
    public void Four_thousand_layers_of_one_title_have_names_of_their_own()
    {
        var names = Raw([.. Enumerable.Repeat("same/title", Limits.LayersPerImage)]);
        Assert.Equal(Limits.LayersPerImage, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_long_part_is_cut_and_keeps_apart_by_its_hash()
    {
        var names = Raw(new string('x', 65536) + "1", new string('x', 65536) + "2", "d/" + new string('y', 65536));
        Assert.Equal(3, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names.SelectMany(name => name.Split('/')), part => Assert.InRange(part.Length, 1, Limits.NameBytes));
    }

    [Fact]
    public void More_parts_than_the_limit_are_one_name()
    {
        string Deep(int parts) => string.Join('/', Enumerable.Repeat("d", parts));
        Assert.Equal(Limits.TitleParts, Assert.Single(Raw(Deep(Limits.TitleParts))).Split('/').Length);
        Assert.Equal(Deep(Limits.TitleParts + 1).Replace('/', '~'), Assert.Single(Raw(Deep(Limits.TitleParts + 1))));
        Assert.Single(Raw(Deep(30_000)));
    }

    private static string Hex(int number) => string.Concat(Enumerable.Repeat(number.ToString("x4"), 16));

    private static string Layer(int number, string? title) =>
        $$"""{"mediaType":"text/plain","digest":"sha256:{{Hex(number)}}","size":1{{(title is null ? "" : $",\"annotations\":{{\"org.opencontainers.image.title\":{JsonSerializer.Serialize(title)}}}")}}}""";

    /// <summary>Paths of the files, with the digests of the layers called by their numbers.</summary>
    private static IEnumerable<string> Names(params string?[] titles) => NamesOf(titles.Select((title, i) => Layer(i, title))).Select(name =>
        Enumerable.Range(0, titles.Length).Aggregate(name, (text, i) => text
            .Replace($"sha256:{Hex(i)}", $"DIGEST{i}", StringComparison.Ordinal).Replace(Hex(i)[..12], $"SHORT{i}", StringComparison.Ordinal)));

    private static string[] Raw(params string[] titles) => [.. NamesOf(titles.Select((title, i) => Layer(i, title)))];

    private static IEnumerable<string> NamesOf(IEnumerable<string> layers) => ArtifactFiles.Of(ImageManifest.Parse(
        System.Text.Encoding.UTF8.GetBytes($$"""{"config":{"mediaType":"x","digest":"sha256:{{Hex(0)}}","size":1},"layers":[{{string.Join(',', layers)}}]}"""), "test"))
        .Select(file => string.Join('/', file.Path));
}
