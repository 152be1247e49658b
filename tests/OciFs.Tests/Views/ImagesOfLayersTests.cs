using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;

namespace OciFs.Tests.Views;

/// <summary>Which images are told of what is wrong with a layer.</summary>
public sealed class ImagesOfLayersTests
{
    [Fact]
    public void AllThatHaveItAndNoOther()
    {
        var shared = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "shared")]), LayerCompression.Gzip);
        var own = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "own")]), LayerCompression.Gzip);
        using var opened = new OpenedStack(layout => layout
            .Name("both", layout.AddImage([shared, shared, own]).Manifest)
            .Name("one", layout.AddImage([shared]).Manifest)
            .Name("other", layout.AddImage([own]).Manifest)
            .Name("unseen", layout.AddImage([shared, own, own]).Manifest));
        var folders = new[] { "both", "one", "other" }.ToDictionary(name => opened.At("images", name));
        Assert.Equal(["both", "one"], Told(shared), StringComparer.Ordinal);
        Assert.Equal(["both", "other"], Told(own), StringComparer.Ordinal);
        Assert.Empty(opened.Tree.Impatient.ImagesWith(Digest.Compute(DigestAlgorithm.Sha256, "none"u8)));

        IEnumerable<string> Told(LayerBlob layer) => opened.Tree.Impatient
            .ImagesWith(Digest.Parse(LayoutBuilder.DigestOf(layer.Bytes)))
            .Select(image => folders[image.View.IdOf(image.View.Top)]).Order(StringComparer.Ordinal);
    }
}
