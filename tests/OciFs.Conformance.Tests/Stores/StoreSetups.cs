using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Each set-up, made when first asked for, and the layouts, mounted once.</summary>
public sealed class StoreSetups : IDisposable
{
    /// <summary>The set-ups.</summary>
    public static readonly string[] All = ["podman-overlay", "podman-vfs", "docker-overlay2", "docker-vfs"];

    /// <summary>Of the corpora what is peculiar to unpacked layers, and one of each kind of the rest; all of them where OCIFS_ALL_CASES says so.</summary>
    public static readonly IReadOnlyList<string> Images = Environment.GetEnvironmentVariable("OCIFS_ALL_CASES") is { Length: > 0 }
        ? [.. Corpora.All.SelectMany(corpus => corpus.Names).Where(name => name is not "sparse-9g")]
        :
        [
            "plain", "special", "owner", "owner-max", "mtime-extreme", "wh-file", "wh-dir", "wh-readd-later", "wh-content", "wh-chardev00",
            "wh-256", "wh-nonutf8", "opq-after", "opq-nested", "opq-root", "opq-chain", "file-to-dir", "dir-to-symlink", "symlink-to-dir", "flip-flop",
            "thru-symlink-usrmerge", "file-meta", "implicit-parent-lower", "root-entry", "hl-special", "hl-meta", "hl-many", "xattr-acl", "xattr-replace",
            "names", "names-len", "names-slashes", "names-dotdot-in", "empty-layers", "repeat-layer", "layers-120", "c-raw", "c-gz-multi", "c-zstd", "eof-garbage", "deep-400",
            "real-gnutar-pax", "real-bsdtar-ustar", "sparse-pax00", "sparse10-hand", "opq-between", "special-to-dir", "dir-xattr-over", "root-entry-xattr",
            "xattr-capability", "device-wide", "mtime-early", "trunc-pad",
        ];

    private readonly Dictionary<string, StoreSetup> setups = new(StringComparer.Ordinal);
    private readonly CorpusMount layouts = new();

    public StoreSetup this[string name] => setups.TryGetValue(name, out var setup) ? setup : setups[name] = StoreSetup.Open(name, Images);

    /// <summary>The folder of an image in its layout.</summary>
    public string LayoutsFolderOf(string image) => layouts[image];

    public void Dispose()
    {
        foreach (var setup in setups.Values)
            setup.Dispose();
        layouts.Dispose();
    }
}
