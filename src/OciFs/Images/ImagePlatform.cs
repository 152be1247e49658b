using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Tree;

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

    /// <summary>Digests of the layers' tars, base first, by the config; none where it cannot be read.</summary>
    public ImmutableArray<DiffId> DiffIds => Config?.DiffIds ?? [];

    /// <summary>The chain of all layers, by the config; null where it does not tell, or there is no layer.</summary>
    public ChainId? ChainId => DiffIds.IsEmpty ? null : References.ChainId.Of(DiffIds.AsSpan());

    /// <summary>Bytes of manifest, config and layers as they are stored by who made the image, each blob once.</summary>
    public long StoredSize => Resolved.StoredSize;

    /// <summary>
    /// Bytes of all layers' tars, each as often as it is applied: what Podman calls the size of an image, less the image's documents. Null as long as some layer
    /// was never looked into; no layer is opened for it.
    /// </summary>
    public long? UnpackedSize
    {
        get
        {
            long?[] sizes = [.. Resolved.Layers.Select(layer => _image.Store.Tree.Layers.TarSizeOf(layer.Claim))];
            return sizes.Contains(null) ? null : ByteSum.Of(sizes.Select(size => size!.Value));
        }
    }

    /// <summary>How it came about, oldest step first, with the layer that each step made.</summary>
    public ImmutableArray<ImageStep> History =>
        [.. Resolved.Steps.Select(step => new ImageStep(step.History, step.Layer is { } layer ? Layers[layer] : null))];

    /// <summary>
    /// Why the steps of <see cref="History"/> have no layers, where those that made one are not as many as there are layers; null where all is well, and where
    /// the config has no history, which it need not have.
    /// </summary>
    public string? HistoryMismatch => Resolved.Steps.Count(step => !step.History.EmptyLayer) is var made
        && !Resolved.Steps.IsEmpty && made != Layers.Length
        ? $"history: steps that made a layer: {made}, layers: {Layers.Length} (which made which is not told)"
        : null;

    /// <summary>The artifacts about its manifest, as the store is now: signatures, SBOMs, attestations.</summary>
    public ImmutableArray<Referrer> Referrers => _image.ReferrersOf(Descriptor.Digest);

    /// <summary>What is wrong, a line each.</summary>
    public ImmutableArray<string> Problems => Resolved.Problems;

    /// <summary>Its folder in the tree that a mount shows.</summary>
    public FileNode Folder => _image.Folder.Get("platforms").Get(FolderName);

    /// <summary>All layers merged: what a container of it would begin with.</summary>
    public FileNode RootFs => Folder.Get("rootfs");

    internal ResolvedPlatform Resolved { get; }

    /// <summary>Its layers merged, all of them open.</summary>
    /// <exception cref="OciFsException">A layer cannot be had.</exception>
    internal RootFs OpenTree()
    {
        var layers = Resolved.Layers.Select(layer => _image.Store.Tree.Layers.Get(layer.Claim)).ToArray();
        Array.ForEach(layers, layer => _ = layer.Start());
        var tree = new RootFs([.. layers], _image.Store.Tree.Memory.Directories);
        return Patience.Ask(() =>
        {
            tree.RequireAllLayers();
            return tree;
        });
    }

    /// <summary>As <see cref="FolderName"/>.</summary>
    public override string ToString() => FolderName;
}
