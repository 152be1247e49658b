using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>Reads names and images of a data root, and again only what has changed. Used by one thread at a time.</summary>
internal sealed class DockerReader
{
    private readonly ImmutableArray<PartReader> _parts;
    private readonly ImmutableArray<string> _problems;

    /// <param name="root">The data root.</param>
    /// <param name="problems">What its listings tell anyway.</param>
    public DockerReader(string root, ImmutableArray<string> problems)
    {
        _parts = [.. DockerDriver.All.Select(driver => new PartReader(new DockerFolder(root, driver)))];
        _problems = problems;
    }

    /// <summary>The files and folders of which a change tells.</summary>
    public ImmutableArray<string> Paths =>
        [.. _parts.SelectMany(part => new[] { part.Folder.RepositoriesFile.Path, part.Folder.Configs, part.Folder.Metadata })];

    /// <summary>Reads; gives <paramref name="last"/> where nothing changed.</summary>
    /// <exception cref="OciFsException">A file cannot be read or is not sound.</exception>
    public DockerState Read(DockerState? last)
    {
        ImmutableArray<DockerPart> parts = [.. _parts.Select((part, i) => part.Read(last?.Parts[i]))];
        return last is not null && !parts.Where((part, i) => !ReferenceEquals(part, last.Parts[i])).Any()
            ? last
            : new DockerState { Parts = parts, Listing = List(parts, last?.Listing) };
    }

    private StoreListing List(ImmutableArray<DockerPart> parts, StoreListing? last)
    {
        var images = ImageNaming.Unique(parts.SelectMany(part => part.Named()));
        return last?.Problems == _problems && images.SequenceEqual(last.Images)
            ? last
            : new StoreListing { Images = images, Problems = _problems };
    }

    /// <summary>Reads what there is with one driver.</summary>
    private sealed class PartReader(DockerFolder folder)
    {
        private readonly ParsedFile<RepositoryTable> _names =
            new(folder.RepositoriesFile, raw => RepositoryTable.Parse(raw, folder.RepositoriesFile.Path), RepositoryTable.Empty);

        public DockerFolder Folder => folder;

        public DockerPart Read(DockerPart? last)
        {
            // Names before images: a name is given to an image that is there, and taken from it before it goes.
            var names = _names.Read();
            var images = ReadImages(last?.Images);
            return last is not null && names == last.Names && images == last.Images ? last : new DockerPart(folder, names, images);
        }

        private IReadOnlyDictionary<Digest, DockerImage> ReadImages(IReadOnlyDictionary<Digest, DockerImage>? last)
        {
            var images = new Dictionary<Digest, DockerImage>();
            foreach (var path in Configs())
            {
                // What is being written has a name of its own, which is no digest.
                if (Digest.TryParse($"sha256:{Path.GetFileName(path)}", out var id) && Image(id, last) is { } image)
                {
                    images.Add(id, image);
                }
            }

            return last?.Count == images.Count && images.Values.All(image => ReferenceEquals(last.GetValueOrDefault(image.Id), image))
                ? last
                : images;
        }

        private IEnumerable<string> Configs()
        {
            try
            {
                return Directory.Exists(folder.Configs) ? [.. Directory.EnumerateFiles(folder.Configs)] : [];
            }
            catch (DirectoryNotFoundException)
            {
                return [];
            }
            catch (UnauthorizedAccessException error)
            {
                throw new OciFsException(OciFsError.PermissionDenied, $"{folder.Configs}: permission denied", error);
            }
            catch (IOException error)
            {
                throw new OciFsException(OciFsError.Unavailable, $"{folder.Configs}: cannot be read: {error.Message}", error);
            }
        }

        private DockerImage? Image(Digest id, IReadOnlyDictionary<Digest, DockerImage>? last)
        {
            var known = last?.GetValueOrDefault(id);
            var metadata = Path.Combine(folder.Metadata, id.Hex);
            var status = FileStatus.Of(metadata);
            if (known is not null && known.Metadata == status && status is not { IsSettled: false })
            {
                return known;
            }

            if (folder.ConfigOf(id).Status is not { IsRegular: true, Length: var size })
            {
                return null;
            }

            var parent = status is null ? null : DockerText.ReadDigest(folder.ParentOf(id));
            var image = new DockerImage(id, known?.Size ?? size, parent, status);
            return image == known ? known : image;
        }
    }
}
