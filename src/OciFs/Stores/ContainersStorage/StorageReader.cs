using System.Collections.Immutable;

namespace OciFs.Stores.ContainersStorage;

/// <summary>Reads the records of storage roots, and again only what has changed. Used by one thread at a time.</summary>
internal sealed class StorageReader
{
    private readonly ImmutableArray<PartReader> _parts;

    /// <param name="roots">The storage roots: the one that is meant, then those that are read with it.</param>
    public StorageReader(IEnumerable<string> roots) =>
        _parts = [.. roots.SelectMany(root => StorageDriver.All.Select(driver => new PartReader(new StorageFolder(root, driver))))];

    /// <summary>The files of which a change tells.</summary>
    public ImmutableArray<string> Files => [.. _parts.SelectMany(part => part.Files)];

    /// <summary>Reads; gives <paramref name="last"/> where nothing changed.</summary>
    /// <exception cref="OciFsException">A file cannot be read or is not sound.</exception>
    public StorageState Read(StorageState? last)
    {
        var problems = new List<string>();
        ImmutableArray<StoragePart> parts = [.. _parts.Select((part, i) => part.Read(last?.Parts[i], problems))];
        if (last is not null && !parts.Where((part, i) => !ReferenceEquals(part, last.Parts[i])).Any())
        {
            return last;
        }

        problems.AddRange(parts.SelectMany(part => part.Images.Problems));
        return new StorageState { Parts = parts, Listing = List(parts, problems, last) };
    }

    // Layers come and go with every container: the names are the same object for that.
    private static StoreListing List(ImmutableArray<StoragePart> parts, List<string> problems, StorageState? last)
    {
        var images = ImageNaming.Unique(parts.SelectMany(part => part.Images.Images.Where(part.IsWhole)).SelectMany(image => image.Named));
        return last is not null && images.SequenceEqual(last.Listing.Images) && problems.SequenceEqual(last.Listing.Problems, StringComparer.Ordinal)
            ? last.Listing
            : new StoreListing { Images = images, Problems = [.. problems] };
    }

    /// <summary>Reads what one driver has in one root.</summary>
    private sealed class PartReader(StorageFolder folder)
    {
        private readonly ParsedFile<ImageTable> _images = new(folder.ImagesFile, raw => ImageTable.Parse(raw, folder), ImageTable.Empty);
        private readonly ParsedFile<LayerTable>[] _layers =
        [
            .. new[] { folder.LayersFile, folder.VolatileLayersFile }
                .Select(place => new ParsedFile<LayerTable>(place, raw => LayerTable.Parse(raw, place.Path), LayerTable.Empty)),
        ];

        private string? _told;

        public IEnumerable<string> Files => [_images.Path, .. _layers.Select(file => file.Path)];

        public StoragePart Read(StoragePart? last, List<string> problems)
        {
            var told = problems.Count;
            var images = _images.Read();
            ImmutableArray<LayerTable> layers = [.. _layers.Select((file, i) => Read(file, last?.Layers[i], problems))];
            var lines = string.Join('\n', problems.Skip(told));
            var same = last is not null && lines == _told && images == last.Images && layers.SequenceEqual(last.Layers);
            _told = lines;
            return same ? last! : new StoragePart(folder, images, layers);
        }

        // Without the layers' records images have still their documents: broken for good, the file is told and the rest goes on.
        private static LayerTable Read(ParsedFile<LayerTable> file, LayerTable? last, List<string> problems)
        {
            try
            {
                return file.Read();
            }
            catch (OciFsException error) when (FileStatus.Of(file.Path) is not { IsSettled: false })
            {
                problems.Add(error.Message);
                return last ?? LayerTable.Empty;
            }
        }
    }
}
