using System.Runtime.InteropServices;
using System.Text;
using OciFs.Images;
using OciFs.Reference.Layout;
using OciFs.References;
using OciFs.Stores.Unpacked;
using OciFs.Tests.Stores.Tools;
using LayoutBuilder = OciFs.Reference.Layout.LayoutBuilder;

namespace OciFs.Tests.Images;

/// <summary>A real folder, and an image of it: what the kernel resolves in the one is asked of the other.</summary>
internal sealed unsafe class LinkForest : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImageStore _store;
    private readonly string _source;
    private readonly int _root;

    /// <param name="source">The folder; stays the caller's.</param>
    public LinkForest(string source)
    {
        _source = source;
        Tool.Run(source, "tar", "-cf", _folder["tar"], ".");
        var layout = new LayoutBuilder(_folder["layout"]);
        layout.Name("image", layout.AddImage([LayerBlob.Of(File.ReadAllBytes(_folder["tar"]))]).Manifest).Write();
        _store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
        RootFs = _store.Get("image").DefaultPlatform!.RootFs;
        _root = Interop.open(source, Interop.O_PATH | Interop.O_DIRECTORY);
        Assert.True(_root >= 0);
    }

    public FileNode RootFs { get; }

    /// <summary>What the kernel makes of a path: the file's own path, or the error's name.</summary>
    public string Kernel(string path, bool followLast)
    {
        var bytes = Encoding.UTF8.GetBytes(path + "\0");
        fixed (byte* name = bytes)
        {
            var opened = Interop.OpenInRoot(_root, name, Interop.O_PATH | (followLast ? 0 : Interop.O_NOFOLLOW));
            if (opened < 0)
            {
                return Marshal.GetLastPInvokeError() switch
                {
                    Interop.ENOENT => nameof(OciFsError.NotFound),
                    Interop.ENOTDIR => nameof(OciFsError.Invalid),
                    Interop.ELOOP or 36 => nameof(OciFsError.LimitExceeded),
                    var other => $"errno {other}",
                };
            }

            var target = File.ResolveLinkTarget($"/proc/self/fd/{opened}", returnFinalTarget: false)!.FullName;
            _ = Interop.close(opened);
            return target == _source ? "/" : target[_source.Length..];
        }
    }

    /// <summary>What we make of it: <paramref name="kernel"/> where that is the same file.</summary>
    public string Ours(string path, bool followLast, string kernel)
    {
        try
        {
            var found = RootFs.Resolve(path, followLast);
            var expected = kernel[0] != '/' ? null : kernel.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(RootFs, (node, name) => node.Get(name));
            return expected?.Attributes.Inode == found.Attributes.Inode ? kernel : $"inode {found.Attributes.Inode}";
        }
        catch (OciFsException error)
        {
            Assert.StartsWith(path[..Math.Min(path.Length, 512)], error.Message, StringComparison.Ordinal);
            return error.Error.ToString();
        }
    }

    public void Dispose()
    {
        _ = Interop.close(_root);
        _store.Dispose();
        _folder.Dispose();
    }
}
