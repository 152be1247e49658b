using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Images;

/// <summary>Images whose top layer, with a file named "file", is damaged; the layer below is sound.</summary>
internal static class BadLayer
{
    /// <summary>Long enough that damage in the middle of a blob is damage to it.</summary>
    private const int Length = 300_000;

    /// <summary>An image of a sound layer and <paramref name="top"/>.</summary>
    public static BadImage On(LayoutBuilder layout, LayerBlob top)
    {
        var image = Sound(layout, top);
        return new BadImage(image.Manifest, image.Layers[1].Digest);
    }

    /// <summary>An image of which the layout keeps the top layer in another state than its digest says.</summary>
    public static BadImage Stored(LayoutBuilder layout, string name, Action<string> damage)
    {
        var bad = On(layout, LayerBlob.Of(Tar(name), LayerCompression.Gzip));
        damage(layout.BlobPath(bad.Culprit));
        return bad;
    }

    /// <summary>An image whose top layer was damaged before its digest was taken.</summary>
    public static BadImage Encoded(LayoutBuilder layout, string name, LayerCompression compression, Func<byte[], byte[]> damage)
    {
        var blob = LayerBlob.Of(Tar(name), compression);
        return On(layout, blob with { Bytes = damage(blob.Bytes) });
    }

    /// <summary>An image whose manifest says a size of its top layer that cannot be.</summary>
    public static BadImage Sized(LayoutBuilder layout, string name, long size)
    {
        var image = Sound(layout, LayerBlob.Of(Tar(name), LayerCompression.Gzip));
        var layers = image.Layers.ToArray();
        layers[1] = layers[1] with { Size = size };
        return new BadImage(layout.AddManifest(image.Config, layers) with { Platform = image.Manifest.Platform }, layers[1].Digest);
    }

    /// <summary>The image itself, whole.</summary>
    public static BuiltImage Sound(LayoutBuilder layout, LayerBlob top) =>
        layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("base", "sound\n")]), LayerCompression.Gzip), top]);

    public static byte[] Tar(string name) => LayerBuilder.Tar([TestEntry.File("file", Content(name))]);

    /// <summary>The bytes of "file": of its own for every name, and hardly compressible.</summary>
    public static string Content(string name)
    {
        var random = new Random(name.Sum(letter => letter));
        return name + new string([.. Enumerable.Range(0, Length).Select(_ => (char)random.Next(' ', '~'))]);
    }
}
