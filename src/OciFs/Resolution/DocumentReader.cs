using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>Reads documents of a store, and believes none before its size and digest are what the descriptor says.</summary>
/// <param name="store">Where they are; stays the caller's.</param>
public sealed class DocumentReader(IStore store)
{
    // By the digests of manifests that were made: the configs that they are made of.
    private readonly ConcurrentDictionary<Digest, Descriptor> _made = new();

    /// <summary>Whether a document may be absent because nobody asked for its platform.</summary>
    internal bool MayLack(Digest digest) => store.Traits.HasFlag(StoreTraits.SomePlatforms) && !store.TryGetBlobSize(digest, out _);

    /// <summary>The store's names as they are now.</summary>
    internal StoreListing Listing => store.List();

    /// <summary>Whether the store has the blob, but of another size: it need not be opened to know that it is not meant.</summary>
    internal bool IsOfOtherSize(Descriptor descriptor) => store.TryGetBlobSize(descriptor.Digest, out var size) && size != descriptor.Size;

    /// <summary>The verified bytes of a document; of a manifest that <see cref="ReadMade"/> has made, those.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.LimitExceeded"/>: over <see cref="Limits.DocumentBytes"/>; <see cref="OciFsError.Invalid"/>: not of the size
    /// that the descriptor says; <see cref="OciFsError.DigestMismatch"/>; <see cref="OciFsError.Unavailable"/>; or as
    /// <see cref="IStore.OpenBlob"/>.
    /// </exception>
    public ReadOnlyMemory<byte> Read(Descriptor descriptor)
    {
        var digest = descriptor.Digest;
        if (descriptor.Size > Limits.DocumentBytes)
        {
            throw new OciFsException(
                OciFsError.LimitExceeded, $"{digest}: {descriptor.Size} bytes (a document has at most {Limits.DocumentBytes})");
        }

        if (_made.TryGetValue(digest, out var config) && store.MakeManifest(config) is { } made && Digest.Compute(digest.Algorithm, made.Span) == digest)
        {
            return made;
        }

        if (descriptor.Data is { } data && !store.TryGetBlobSize(digest, out _))
        {
            return data;
        }

        using var blob = Open(digest);
        if (blob.Length != descriptor.Size)
        {
            throw new OciFsException(
                OciFsError.Invalid,
                $"{digest}: the blob has {blob.Length} bytes, its descriptor says {descriptor.Size} (fetch the image again)");
        }

        var bytes = new byte[descriptor.Size];
        var actual = Digest.Compute(digest.Algorithm, bytes.AsSpan(0, ReadAll(blob, digest, bytes)));
        return actual == digest || (DocumentShape.TryTell(bytes) is DocumentKind.SchemaOne && SchemaOne.DigestOfPayload(digest.Algorithm, bytes) == digest)
            ? bytes
            : throw new OciFsException(OciFsError.DigestMismatch, $"{digest}: the blob's bytes have the digest {actual} (fetch the image again)");
    }

    /// <summary>Whether a document is an index or a manifest, by its shape.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is neither, or not sound.</exception>
    internal static DocumentKind KindOf(Descriptor descriptor, ReadOnlySpan<byte> bytes) => DocumentShape.Of(bytes, descriptor.Digest.ToString()) switch
    {
        DocumentKind.Index => DocumentKind.Index,
        DocumentKind.Manifest or DocumentKind.SchemaOne => DocumentKind.Manifest,
        _ => throw new OciFsException(OciFsError.Invalid, $"{descriptor.Digest}: neither an index nor a manifest"),
    };

    /// <summary>The manifest that the store makes of a config, and its descriptor; null where it keeps manifests.</summary>
    /// <exception cref="OciFsException">As <see cref="IStore.MakeManifest"/>.</exception>
    internal (Descriptor Descriptor, ReadOnlyMemory<byte> Bytes)? ReadMade(Descriptor config)
    {
        if (!ImageConfig.IsMediaType(config.MediaType) || store.MakeManifest(config) is not { } bytes)
        {
            return null;
        }

        var digest = Digest.Compute(DigestAlgorithm.Sha256, bytes.Span);
        _made[digest] = config;
        return (new Descriptor(MediaTypes.OciManifest, digest, bytes.Length) { Annotations = config.Annotations }, bytes);
    }

    private IBlob Open(Digest digest)
    {
        try
        {
            return store.OpenBlob(digest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{digest}: the blob cannot be opened: {error.Message}", error);
        }
    }

    private static int ReadAll(IBlob blob, Digest digest, byte[] bytes)
    {
        try
        {
            return blob.ReadAt(0, bytes);
        }
        catch (IOException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{digest}: the blob cannot be read: {error.Message}", error);
        }
    }
}
