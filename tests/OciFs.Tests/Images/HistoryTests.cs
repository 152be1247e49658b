using OciFs.Images;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Images;

/// <summary>The steps of an image's making and the layers that they made.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly LayoutBuilder _layout = new();

    [Theory]
    [InlineData(2, "a e b", "0 - 1", null)]
    [InlineData(2, "e e a b e", "- - 0 1 -", null)]
    [InlineData(2, "a", "-", "history: steps that made a layer: 1, layers: 2 (which made which is not told)")]
    [InlineData(1, "a e b", "- - -", "history: steps that made a layer: 2, layers: 1 (which made which is not told)")]
    [InlineData(1, "e", "-", "history: steps that made a layer: 0, layers: 1 (which made which is not told)")]
    [InlineData(2, "", "", null)]
    public void Steps_have_their_layers_or_none_has_any(int layers, string steps, string expected, string? mismatch)
    {
        var history = steps.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(step => $$"""{"created_by":"{{step}}","empty_layer":{{(step == "e" ? "true" : "false")}}}""");
        var plain = string.Join(',', Enumerable.Range(0, layers).Select(i => $"\"{_layout.Blob([(byte)i])}\""));
        var config = $$$"""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[{{{plain}}}]},"history":[{{{string.Join(',', history)}}}]}""";
        _layout.Index(_layout.Entry(LayoutBuilder.ManifestType, _layout.Image(layers: layers, config: config)));

        using var store = ImageStore.Open($"oci:{_layout.Path}", new ImageStoreOptions { Cache = null });
        var platform = Assert.Single(Assert.Single(store.Images).Platforms);

        Assert.Equal(expected, string.Join(' ', platform.History.Select(step => step.Layer?.Number.ToString() ?? "-")));
        Assert.Equal(mismatch, platform.HistoryMismatch);
        Assert.Equal(
            expected.Contains('0') ? ["a", "b"] : Enumerable.Repeat<string?>(null, layers), platform.Layers.Select(layer => layer.CreatedBy), StringComparer.Ordinal);
        Assert.Empty(platform.Problems);
    }

    [Theory]
    [InlineData("", "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.v2+json")]
    [InlineData("", "", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("", "\\u0061", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("application/x-told", "application/vnd.docker.distribution.manifest.v2+json", "application/x-told")]
    public void A_media_type_that_is_not_told_is_the_documents(string told, string written, string expected)
    {
        var plain = File.ReadAllText(_layout.BlobPath(_layout.Image()));
        var manifest = _layout.Blob($"{{\"mediaType\":\"{written}\",{plain[1..]}");
        _layout.Index(_layout.Entry(told, manifest));

        using var store = ImageStore.Open($"oci:{_layout.Path}", new ImageStoreOptions { Cache = null });

        Assert.Equal(expected, Assert.Single(store.Images).Target.MediaType);
    }

    public void Dispose() => _layout.Dispose();
}
