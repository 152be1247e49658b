namespace OciFs.Stores.Unpacked;

/// <summary>
/// Looks into the folders of several layers as the kernel's overlay does (Documentation/filesystems/overlayfs.rst): what a path means, and of
/// a directory which layers have a part of it. Not thread-safe.
/// </summary>
/// <param name="layers">The folders, the uppermost first.</param>
internal sealed class OverlayStack(IReadOnlyList<FolderReader> layers)
{
    /// <summary>The parts of a directory, or the one file, that a path means from a layer on down; none where it means nothing.</summary>
    /// <param name="from">The first layer to be looked into.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="OciFsException">The layers' marks lead nowhere.</exception>
    public List<OverlayPlace> Resolve(int from, ReadOnlySpan<byte> path) => Resolve(from, path, 0);

    /// <summary>The parts of what stands under a name in a directory.</summary>
    /// <param name="directory">The parts of the directory.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="OciFsException">The layers' marks lead nowhere.</exception>
    public List<OverlayPlace> Child(List<OverlayPlace> directory, ReadOnlySpan<byte> name) => Child(directory, name, 0);

    /// <summary>The names in a directory that are not hidden, sorted by bytes.</summary>
    public IEnumerable<byte[]> List(List<OverlayPlace> directory) =>
        directory.SelectMany(part => layers[part.Layer].List(part.Path))
            .Where(name => !name.AsSpan().StartsWith(".wh."u8))
            .DistinctBy(Convert.ToHexString, StringComparer.Ordinal)
            .OrderBy(Convert.ToHexString, StringComparer.Ordinal);

    private List<OverlayPlace> Resolve(int from, ReadOnlySpan<byte> path, int redirects)
    {
        var found = new List<OverlayPlace>();
        for (var layer = from; layer < layers.Count; layer++)
        {
            if (layers[layer].Find([]) is { } root)
            {
                found.Add(new OverlayPlace(layer, [], root));
            }
        }

        foreach (var range in path.Split((byte)'/'))
        {
            if (!path[range].IsEmpty && found.Count > 0)
            {
                found = found[0].Entry.IsDirectory ? Child(found, path[range], redirects) : [];
            }
        }

        return found;
    }

    private List<OverlayPlace> Child(List<OverlayPlace> directory, ReadOnlySpan<byte> name, int redirects)
    {
        var found = new List<OverlayPlace>();
        foreach (var part in directory)
        {
            var path = Join(part.Path, name);
            var entry = layers[part.Layer].Find(path);
            if (entry is null && !IsHiddenByFile(part, name))
            {
                continue;
            }

            if (entry is null || layers[0].Marks.IsWhiteout(entry) || (found.Count > 0 && !entry.IsDirectory))
            {
                break;
            }

            found.Add(new OverlayPlace(part.Layer, path, entry));
            if (!entry.IsDirectory || layers[0].Marks.IsOpaque(entry) || HasOpaqueFile(part.Layer, path))
            {
                break;
            }

            if (layers[0].Marks.Redirect(entry) is { } redirect)
            {
                found.AddRange(Redirected(part, redirect, redirects + 1).TakeWhile(place => place.Entry.IsDirectory));
                break;
            }
        }

        return found;
    }

    /// <summary>What a redirect of something in <paramref name="directory"/> leads to, in the layers below.</summary>
    private List<OverlayPlace> Redirected(OverlayPlace directory, ReadOnlySpan<byte> redirect, int redirects)
    {
        if (redirects > Limits.OverlayRedirects)
        {
            throw new OciFsException(OciFsError.Invalid, $"more than {Limits.OverlayRedirects} redirects of overlay layers, one to the other");
        }

        return redirect[0] == (byte)'/'
            ? Resolve(directory.Layer + 1, redirect, redirects)
            : Resolve(directory.Layer + 1, Join(directory.Path, redirect), redirects);
    }

    // fuse-overlayfs can hide by files where it may make no devices.
    private bool IsHiddenByFile(OverlayPlace part, ReadOnlySpan<byte> name) =>
        layers[part.Layer].Find(Join(part.Path, [.. ".wh."u8, .. name])) is not null;

    private bool HasOpaqueFile(int layer, ReadOnlySpan<byte> directory) =>
        layers[layer].Find(Join(directory, ".wh..wh..opq"u8)) is not null;

    /// <summary>A path in a path.</summary>
    public static byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => directory.IsEmpty ? name.ToArray() : [.. directory, (byte)'/', .. name];
}
