using System.Collections.Immutable;
using OciFs.Finding;
using OciFs.Stores.Containerd;
using OciFs.Stores.ContainersStorage;
using OciFs.Stores.DockerStore;

namespace OciFs.Stores;

/// <summary>What a source is read from, found without opening it: for whoever restricts what a process may read.</summary>
/// <param name="Paths">Files and folders, absolute; all below a folder is read. Some may not be there.</param>
/// <param name="HasUnpackedLayers">Whether layers may be folders, of which attributes of the <c>trusted.</c> kind are read.</param>
public sealed record SourcePlaces(ImmutableArray<string> Paths, bool HasUnpackedLayers)
{
    // More are not followed by who is restricted to these places.
    private const int LinksFollowed = 4096;

    /// <summary>The places of a source.</summary>
    /// <param name="source">As <see cref="SourceOpener.Open"/> takes it.</param>
    /// <exception cref="OciFsException">It names no place; opening it tells the same.</exception>
    public static SourcePlaces Of(string source)
    {
        var parts = SourceReference.Parse(source, Path.Exists);
        var isFile = parts.Transport is Transport.OciArchive or Transport.DockerArchive || (parts.Transport is null && File.Exists(parts.Location));
        if (isFile)
        {
            // Whoever writes an archive anew gives its name to a new file.
            return new SourcePlaces([Path.GetDirectoryName(Path.GetFullPath(parts.Location)) ?? "/"], HasUnpackedLayers: false);
        }

        return (parts.Transport ?? StoreDetector.Detect(parts.Location, source)) switch
        {
            Transport.Containerd => Unpacked([parts.Location.Length > 0 ? parts.Location : ContainerdPaths.DefaultRoot], []),
            Transport.DockerStore => Unpacked([parts.Location.Length > 0 ? parts.Location : DockerRoot.Usual()], [DockerRoot.Settings()]),
            Transport.ContainersStorage => OfContainersStorage(parts.Location),
            _ => new SourcePlaces([.. OfLayout(Path.GetFullPath(parts.Location))], HasUnpackedLayers: false),
        };
    }

    private static SourcePlaces OfContainersStorage(string location)
    {
        var configuration = StorageConfiguration.Find();
        var root = Path.GetFullPath(StorageLocation.Parse(location).Root ?? configuration.UsualRoot);
        return Unpacked([root, .. configuration.RootsBeside(root)], [.. StorageConfiguration.Places(), .. RegistriesConfiguration.Places()]);
    }

    // A root, and a folder in it, may be a link; nothing deeper is.
    private static SourcePlaces Unpacked(IEnumerable<string> roots, IEnumerable<string> settings)
    {
        string[] folders = [.. roots.Select(Path.GetFullPath)];
        return new SourcePlaces(
            [.. folders, .. folders.SelectMany(LinksIn).Select(link => link.FullName), .. settings.Select(Path.GetFullPath)], HasUnpackedLayers: true);
    }

    private static IEnumerable<string> OfLayout(string folder)
    {
        // Each link by itself, as it leads now: whoever made the layout may have it lead anywhere, but that is all of it.
        var blobs = Path.Combine(folder, "blobs");
        return LinksIn(folder).Concat(FoldersIn(blobs).Prepend(blobs).SelectMany(LinksIn)).Select(link => link.FullName).Take(LinksFollowed).Prepend(folder);
    }

    private static IEnumerable<string> FoldersIn(string folder) => EntriesOf(folder).OfType<DirectoryInfo>().Select(entry => entry.FullName);

    private static IEnumerable<FileSystemInfo> LinksIn(string folder) => EntriesOf(folder).Where(entry => entry.LinkTarget is not null);

    private static FileSystemInfo[] EntriesOf(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
