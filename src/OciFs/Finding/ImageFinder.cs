using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>
/// Finds the image that a reference of a user means, by the first of its rules that finds any. What a listing has is put in order once; an answer
/// then takes logarithmic time. Any thread, and none waits.
/// </summary>
/// <remarks>
/// The rules: the listed name; the layout's own <c>org.opencontainers.image.ref.name</c>; the place in the store's list, <c>@INDEX</c>; the digest of
/// the target, or one that the store was given the image under, alone or behind the repository; the name made complete; the store's ID of the image,
/// or digits that it begins with; the digest of the default platform's config likewise, or the whole one of another platform's; digits that the target's
/// digest begins with (Docker with the containerd image store calls images so); and where short names are searched, the last parts of a repository.
/// Names go before IDs, as for Docker, Podman and CRI-O: an image may be called <c>cafe</c>.
/// </remarks>
/// <param name="store">Whose images are found; stays the caller's.</param>
/// <param name="platform">The platform whose config an image ID is.</param>
/// <param name="shortNames">How names without a registry are completed; null for Docker's way, and for Podman's own stores what its files say.</param>
internal sealed class ImageFinder(IStore store, PlatformName platform, ShortNames? shortNames)
{
    /// <summary>Digits of an ID that are taken for one (design §1); so does CRI-O.</summary>
    private const int ShortestId = 3;

    private const int NamesTold = 5;

    private readonly ConfigIdReader _configs = new(store, platform);
    private readonly ConditionalWeakTable<StoreListing, Listed> _listed = [];
    private readonly Lazy<ShortNames?> _shortNames =
        new(() => shortNames ?? (store.Traits.HasFlag(StoreTraits.ShortNames) ? RegistriesConfiguration.Find() : null));

    /// <summary>The image that a reference means; null where it means none.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Ambiguous"/>: it means several; the message lists some of them.</exception>
    /// <exception cref="NotReadyException">Which images have the ID that it may be is still being read.</exception>
    public NamedImage? Find(StoreListing listing, string reference) => FindAll(listing, reference) switch
    {
        [] => null,
        [var only] => only,
        var several => throw new OciFsException(OciFsError.Ambiguous, $"{store.Source}: {reference} is several images ({Told(several)})"),
    };

    /// <summary>The images that a reference means: more than one where it is ambiguous. One image under several names is its first name.</summary>
    /// <exception cref="NotReadyException">As <see cref="Find"/>.</exception>
    public ImmutableArray<NamedImage> FindAll(StoreListing listing, string reference)
    {
        foreach (var rule in Rules(Of(listing), reference))
        {
            ImmutableArray<NamedImage> found = [.. rule.DistinctBy(NameIndex.IdentityOf, StringComparer.Ordinal)];
            if (!found.IsEmpty)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>All names of an image of a listing, the listed ones before those that were left out.</summary>
    public ImageNames NamesOf(StoreListing listing, NamedImage image)
    {
        var identity = NameIndex.IdentityOf(image);
        return ImageNames.Of(image, [.. Of(listing).Index.SameAs(image), .. listing.Others.Where(other => NameIndex.IdentityOf(other) == identity)]);
    }

    /// <summary>The first of some names, for a message.</summary>
    public static string Told(ImmutableArray<NamedImage> images)
    {
        var names = string.Join(", ", images.Take(NamesTold).Select(image => image.Name));
        return images.Length == 0 ? "none" : images.Length > NamesTold ? $"{names} and {images.Length - NamesTold} more" : names;
    }

    private Listed Of(StoreListing listing) => _listed.GetValue(listing, key => new Listed(key.Images, _configs));

    private IEnumerable<IEnumerable<NamedImage>> Rules(Listed listed, string reference)
    {
        var index = listed.Index;
        yield return index.Named(reference);
        yield return index.RefNamed(reference);
        yield return index.At(reference);
        var any = AnyReference.TryParse(reference, out var read) ? read : null;
        if (DigestOf(any, reference) is { } digest)
        {
            yield return index.Of(digest).Where(image => IsOfRepository(image, any?.Name, reference));
        }
        else if (any is { Name: { } name })
        {
            foreach (var candidate in _shortNames.Value?.Candidates(reference) ?? [name])
            {
                yield return index.Named(candidate);
            }
        }

        if (IdOf(any, reference) is { } id)
        {
            yield return index.OfId(id);
            yield return listed.Configs().Find(id);
            yield return index.OfTarget(id);
        }

        if (_shortNames.Value is not null && any is { Name: { Digest: null } tagged } && ShortNames.IsShort(reference))
        {
            yield return index.EndingWith(ShortNames.RepositoryOf(reference), tagged.WithDefaultTag().Tag!);
        }
    }

    // Behind any name: also of names that are no references.
    private static Digest? DigestOf(AnyReference? any, string reference) =>
        any is not null ? any.Digest ?? any.Name!.Digest
        : reference.LastIndexOf('@') is >= 0 and var at && Digest.TryParse(reference[(at + 1)..], out var digest) ? digest : null;

    private bool IsOfRepository(NamedImage image, ImageReference? name, string reference)
    {
        if (name is null)
        {
            return reference.LastIndexOf('@') is var at && (at <= 0 || image.Name == reference[..at]);
        }

        // Where the store tells what repository it has a digest of, the others do not have it.
        var names = image.RepoDigests.IsEmpty ? [image.Name] : image.RepoDigests.Where(known => known.EndsWith($"@{name.Digest}", StringComparison.Ordinal));
        return image.Name == reference[..reference.LastIndexOf('@')] || names.Any(known => ImageReference.TryParse(known, out var own) && IsSame(own, name, reference));
    }

    private bool IsSame(ImageReference own, ImageReference name, string reference) => own.Repository == name.Repository
        || (_shortNames.Value is not null && ShortNames.IsShort(reference) && NameIndex.EndsWith(own.Repository, ShortNames.RepositoryOf(reference)));

    // Also as skopeo writes an image of no name: @ID.
    private static string? IdOf(AnyReference? any, string reference)
    {
        const string algorithm = "sha256:";
        var id = any?.Digest?.Hex
            ?? (reference.StartsWith(algorithm, StringComparison.Ordinal) ? reference[algorithm.Length..] : reference.StartsWith('@') ? reference[1..] : reference);
        return id.Length >= ShortestId && !id.AsSpan().ContainsAnyExcept(Digest.HexDigits) ? id : null;
    }

    /// <summary>What is known of one listing.</summary>
    private sealed class Listed(ImmutableArray<NamedImage> images, ConfigIdReader reader)
    {
        private readonly Lock _gate = new();
        private Task<ConfigTable>? _reading;
        private ConfigTable? _last;

        public NameIndex Index { get; } = new(images);

        // A reading that failed is told once and made again; while what was broken is read again, what was read last answers.
        public ConfigTable Configs()
        {
            lock (_gate)
            {
                if (_reading is { IsCompletedSuccessfully: true })
                {
                    (_last, _reading) = (_reading.Result, null);
                }

                if (_reading is { IsFaulted: true } failed)
                {
                    _reading = null;
                    failed.GetAwaiter().GetResult();
                }

                if (_last is null or { IsStale: true })
                {
                    _reading ??= Task.Run(() => new ConfigTable(images, reader.Read(images)));
                }

                return _last ?? throw new NotReadyException(_reading!);
            }
        }
    }
}
