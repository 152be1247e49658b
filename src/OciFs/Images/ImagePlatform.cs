using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Images;

/// <summary>One platform of an image: its manifest, config, layers and files.</summary>
public sealed class ImagePlatform
{
    private readonly Image _image;

    internal ImagePlatform(Image image, ResolvedPlatform resolved)
    {
        _image = image;
        Resolved = resolved;
        Layers = [.. resolved.Layers.Select(layer => new ImageLayer(this, layer))];
    }

    /// <summary>The platform; <see cref="PlatformName.Unknown"/> where nothing that could be read tells.</summary>
    public PlatformName Name => Resolved.Platform;

    /// <summary>Name of its folder in the tree, its own within the image.</summary>
    public string FolderName => Resolved.FolderName;

    /// <summary>The manifest's descriptor.</summary>
    public Descriptor Descriptor => Resolved.Descriptor;

    /// <summary>The manifest; <see cref="ImageManifest.Missing"/> where it cannot be read.</summary>
    public ImageManifest Manifest => Resolved.Manifest;

    /// <summary>The config; null where it cannot be read.</summary>
    public ImageConfig? Config => Resolved.Config;

    /// <summary>The layers, base first.</summary>
    public ImmutableArray<ImageLayer> Layers { get; }

    /// <summary>The artifacts about its manifest, as the store is now: signatures, SBOMs, attestations.</summary>
    public ImmutableArray<Referrer> Referrers => _image.ReferrersOf(Descriptor.Digest);

    /// <summary>What is wrong, a line each.</summary>
    public ImmutableArray<string> Problems => Resolved.Problems;

    /// <summary>Its folder in the tree that a mount shows.</summary>
    public FileNode Folder => _image.Folder.Get("platforms").Get(FolderName);

    /// <summary>All layers merged: what a container of it would begin with.</summary>
    public FileNode RootFs => Folder.Get("rootfs");

    internal ResolvedPlatform Resolved { get; }

    /// <summary>As <see cref="FolderName"/>.</summary>
    public override string ToString() => FolderName;
}
