using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.ContainersStorage;

/// <summary>The images of one <c>images.json</c>. Immutable.</summary>
internal sealed class ImageTable
{
    private readonly Dictionary<Digest, StoredDocument> _documents = [];

    // The few documents that several images have, such as the config of one that was pulled in parts and whole.
    private readonly Dictionary<Digest, List<StoredDocument>> _copies = [];

    private ImageTable()
    {
    }

    private ImageTable(ImageTable other)
    {
        _documents = other._documents;
        _copies = other._copies;
    }

    /// <summary>What there is without a file.</summary>
    public static ImageTable Empty { get; } = new();

    /// <summary>The images that are whole, in the file's order.</summary>
    public ImmutableArray<StoredImage> Images { get; private init; } = [];

    /// <summary>What is wrong with records, a line each.</summary>
    public ImmutableArray<string> Problems { get; private init; } = [];

    /// <summary>All documents, each digest once.</summary>
    public IEnumerable<KeyValuePair<Digest, StoredDocument>> Documents => _documents;

    /// <summary>Reads the file's bytes.</summary>
    /// <exception cref="OciFsException">They are no records.</exception>
    public static ImageTable Parse(byte[] raw, StorageFolder folder)
    {
        var images = ImmutableArray.CreateBuilder<StoredImage>();
        var problems = ImmutableArray.CreateBuilder<string>();
        var table = new ImageTable();
        foreach (var record in StorageJson.Read(raw, StorageJson.Default.ImageRecordJsonArray, folder.ImagesFile.Path))
        {
            if (record is null || !StoreName.IsPlain(record.Id))
            {
                problems.Add($"{folder.ImagesFile.Path}: an image of the ID {record?.Id ?? "null"}, which is no plain name: left out");
                continue;
            }

            table.AddDocuments(record, folder);
            if (ImageOf(record) is { } image)
            {
                images.Add(image);
            }
        }

        return new ImageTable(table) { Images = images.DrainToImmutable(), Problems = problems.DrainToImmutable() };
    }

    /// <summary>The places where a document may be.</summary>
    public IEnumerable<StoredDocument> Find(Digest digest) => !_documents.TryGetValue(digest, out var first)
        ? []
        : (_copies.GetValueOrDefault(digest) ?? []).Prepend(first);

    private void AddDocuments(ImageRecordJson record, StorageFolder folder)
    {
        var sameImage = new HashSet<Digest>();

        // The manifest kept by its digest is never written again, the one of no digest is.
        foreach (var (name, text) in (record.BigDataDigests ?? []).OrderBy(pair => pair.Key == BigDataName.Manifest))
        {
            var file = BigDataName.FileOf(name);
            if (!Digest.TryParse(text, out var digest) || !StoreName.IsPlain(file) || !sameImage.Add(digest))
            {
                continue;
            }

            var document = new StoredDocument(folder, record.Id!, file, SizeOf(record, name));
            if (_documents.TryAdd(digest, document))
            {
                continue;
            }

            if (!_copies.TryGetValue(digest, out var copies))
            {
                _copies.Add(digest, copies = []);
            }

            copies.Add(document);
        }
    }

    // An image gets its manifest last but for its names: one without is being written, or its writing was given up.
    private static StoredImage? ImageOf(ImageRecordJson record)
    {
        if (TargetOf(record, BigDataName.Manifest) is not { } manifest)
        {
            return null;
        }

        var names = (record.Names ?? []).OfType<string>().Where(name => name.Length > 0)
            .Select(name => (name, DigestOf(name) is { } digest && TargetOf(record, BigDataName.ManifestByDigest + digest) is { } named
                ? named
                : manifest));
        return new StoredImage(record.Id!, [.. names], manifest, record.Layer is { Length: > 0 } layer ? layer : null) { Manifests = [.. ManifestsOf(record)] };
    }

    // As containers/storage takes an image for one of a digest (images.go, recomputeDigests).
    private static IEnumerable<Digest> ManifestsOf(ImageRecordJson record) => (record.BigDataDigests ?? [])
        .Where(document => document.Key.StartsWith(BigDataName.Manifest, StringComparison.Ordinal)).Select(document => document.Value).Append(record.Digest)
        .Select(text => Digest.TryParse(text, out var digest) ? digest : (Digest?)null).OfType<Digest>().Distinct();

    // The media type stands in the manifest itself, which is not opened for a listing.
    private static Descriptor? TargetOf(ImageRecordJson record, string name) =>
        record.BigDataDigests?.TryGetValue(name, out var text) is true && Digest.TryParse(text, out var digest)
            ? new Descriptor(string.Empty, digest, SizeOf(record, name))
            : null;

    private static long SizeOf(ImageRecordJson record, string name) =>
        Math.Clamp(record.BigDataSizes?.GetValueOrDefault(name) ?? 0, 0, Limits.DescriptorBytes);

    private static string? DigestOf(string name) => name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[(at + 1)..] : null;
}
