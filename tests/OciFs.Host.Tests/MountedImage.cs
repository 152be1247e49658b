using System.Text.Json.Nodes;
using OciFs.Host.Logging;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.References;

namespace OciFs.Host.Tests;

/// <summary>An image of a temporary layout, mounted by this process; what it tells is kept.</summary>
internal sealed class MountedImage : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MountLog _log;
    private readonly List<string> _told = [];
    private readonly ImageMount _mount;
    private bool _isEnded;

    public MountedImage(bool isRootfs, params LayerBlob[] layers)
    {
        Assert.True(File.Exists("/dev/fuse"), "/dev/fuse is missing: these tests need it");
        Layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        Layout.Name("image", Layout.AddImage(layers).Manifest).Write();
        _log = new MountLog(new TextSink(_told.Add), LogLevel.Info);
        _mount = ImageMount.Start("oci:" + Layout.Folder, Directory.CreateDirectory(_folder["mnt"]).FullName, new ImageMountOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            Version = "test",
            Log = _log,
            Rootfs = isRootfs,
        });
        Rootfs = isRootfs ? _mount.Mountpoint : Path.Combine(_mount.Mountpoint, "images/image/rootfs/");
    }

    public LayoutBuilder Layout { get; }

    public string Mountpoint => _mount.Mountpoint;

    /// <summary>The merged tree.</summary>
    public string Rootfs { get; }

    /// <summary>What the mount says of itself, by the attribute.</summary>
    public JsonNode Status => JsonNode.Parse(Attributes.Get(Mountpoint, "user.ocifs.status")!)!;

    /// <summary>Unmounts.</summary>
    /// <returns>Every line of its log.</returns>
    public IReadOnlyList<string> End()
    {
        if (!_isEnded)
        {
            _mount.Dispose();
            _log.Dispose();
        }

        _isEnded = true;
        return _told;
    }

    public void Dispose()
    {
        _ = End();
        _folder.Dispose();
    }
}
