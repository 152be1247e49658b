using OciFs.Descriptors;

namespace OciFs.Stores.Archives;

/// <summary>Opens an archive whose form is not told.</summary>
internal static class ArchiveStores
{
    /// <summary>Opens an archive by what is in it.</summary>
    /// <exception cref="OciFsException">It cannot be read, or is no archive of images.</exception>
    public static IStore Open(string path, StoreOptions options)
    {
        var archive = Archive.Open(path, options);
        Transport form;
        try
        {
            form = FormOf(archive);
        }
        catch
        {
            archive.Release();
            throw;
        }

        return form == Transport.OciArchive ? new OciArchiveStore(archive, options) : new DockerArchiveStore(archive, options);
    }

    private static Transport FormOf(Archive archive)
    {
        var members = archive.Members;
        var isDocker = members.Has("manifest.json") || members.Has("repositories");
        var isLayout = members.Has("oci-layout") || (members.Has("index.json") && !isDocker);
        return (isLayout, isDocker) switch
        {
            (true, true) => LacksLayers(archive) ? Transport.DockerArchive : Transport.OciArchive,
            (true, false) => Transport.OciArchive,
            (false, true) => Transport.DockerArchive,
            _ => throw new OciFsException(
                OciFsError.Invalid,
                $"{archive.Path}: not an archive of images: neither oci-layout nor manifest.json in it"
                + (members.Problems is [.., var last] ? $" ({last})" : "")),
        };
    }

    /// <summary>
    /// Whether only the older of both forms is whole. Docker 25.0.0 wrote manifests without layers, and no index entry for images saved by ID
    /// (github.com/moby/moby/issues/47065, 47210).
    /// </summary>
    private static bool LacksLayers(Archive archive)
    {
        try
        {
            var layout = OciArchiveState.Read(archive, null);
            var docker = DockerManifest.Read(archive);
            return docker.Images.Any(image => image.Layers.Length > 0)
                && (layout.Listing.Images.IsEmpty || layout.Listing.Images.Any(image => IsWithoutLayers(archive, layout, image.Target)));
        }
        catch (OciFsException)
        {
            // The layout's own error is told when it is opened.
            return false;
        }
    }

    private static bool IsWithoutLayers(Archive archive, OciArchiveState layout, Descriptor target)
    {
        if (!layout.TryFind(target.Digest, out var member, out _))
        {
            return false;
        }

        var bytes = archive.Read(member);
        var where = target.Digest.ToString();
        return DocumentShape.Of(bytes, where) is DocumentKind.Manifest
            && ImageManifest.Parse(bytes, where) is { Layers.IsEmpty: true, Config: { } config } && ImageConfig.IsMediaType(config.MediaType);
    }
}
