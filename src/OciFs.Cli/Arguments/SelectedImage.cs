using OciFs.Images;

namespace OciFs.Cli.Arguments;

/// <summary>The one image that a command is about, its store, and the platform that is meant. Owns the store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Image">The image.</param>
/// <param name="Platform">The platform that was asked for, else the default one; null where the image has none.</param>
internal sealed record SelectedImage(ImageStore Store, Image Image, ImagePlatform? Platform) : IDisposable
{
    /// <summary>Opens the store of an IMAGE.</summary>
    /// <param name="source">The argument.</param>
    /// <param name="owner">The namespace of containerd; null for its default.</param>
    /// <param name="platform">The platform asked for; null for the default one.</param>
    /// <exception cref="OciFsException">The store cannot be opened, or has not the one image or platform.</exception>
    public static SelectedImage Open(string source, string? owner, string? platform)
    {
        var store = GlobalOptions.Open(source, owner, platform);
        try
        {
            var image = ImageArgument.Select(store, source);
            return new SelectedImage(store, image, ImageArgument.PlatformOf(image, platform));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();
}
