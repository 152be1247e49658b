using System.Globalization;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Images;

/// <summary>A layer of a platform.</summary>
public sealed class ImageLayer
{
    private readonly ImagePlatform _platform;

    internal ImageLayer(ImagePlatform platform, ResolvedLayer resolved)
    {
        _platform = platform;
        Resolved = resolved;
    }

    /// <summary>Its place: 0 is the base.</summary>
    public int Number => Resolved.Number;

    /// <summary>The blob, by the manifest.</summary>
    public Descriptor Descriptor => Resolved.Descriptor;

    /// <summary>Digest of its tar, by the config; null where it does not tell.</summary>
    public DiffId? DiffId => Resolved.DiffId;

    /// <summary>The chain that ends with it, by the config; null where it does not tell.</summary>
    public ChainId? ChainId => Resolved.ChainId;

    /// <summary>The command that made it, by the config's history; null where that does not tell.</summary>
    public string? CreatedBy => Resolved.CreatedBy;

    /// <summary>Its folder in the tree that a mount shows.</summary>
    public FileNode Folder => _platform.Folder.Get("layers").Get(Number.ToString("00", CultureInfo.InvariantCulture));

    /// <summary>What it alone adds; whiteouts are shown as <c>.wh.</c> files.</summary>
    public FileNode Diff => Folder.Get("diff");

    /// <summary>The layers up to it, merged.</summary>
    public FileNode RootFs => Folder.Get("rootfs");

    internal ResolvedLayer Resolved { get; }

    /// <summary>The blob as the store has it, verified before the first byte is given; whoever opened the stream disposes it.</summary>
    /// <exception cref="OciFsException">The store does not have it, or it is not what its digest says.</exception>
    public Stream OpenBlob() => Folder.Get("blob").OpenRead();

    /// <summary>The layer decompressed; whoever opened the stream disposes it.</summary>
    /// <exception cref="OciFsException">It cannot be had, or is not a layer.</exception>
    public Stream OpenTar() => Folder.Get("tar").OpenRead();
}
