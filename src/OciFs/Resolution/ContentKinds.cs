using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>What media types say of content.</summary>
internal static class ContentKinds
{
    // Docker's schema 1 (distribution, "Image Manifest Version 2, Schema 1"), plain and signed.
    private const string SchemaOne = "application/vnd.docker.distribution.manifest.v1+json";
    private const string SignedSchemaOne = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    /// <summary>The kind that a media type names.</summary>
    public static ContentKind Of(string mediaType) => mediaType switch
    {
        MediaTypes.OciIndex or MediaTypes.DockerList => ContentKind.Index,
        MediaTypes.OciManifest or MediaTypes.DockerManifest or MediaTypes.OciArtifactManifest or SchemaOne or SignedSchemaOne => ContentKind.Manifest,
        _ when ImageConfig.IsMediaType(mediaType) => ContentKind.Config,
        _ when IsLayer(mediaType) => ContentKind.Layer,
        _ => ContentKind.Unknown,
    };

    /// <summary>Whether a media type says nothing, so that only the content can tell.</summary>
    public static bool IsVague(string mediaType) => mediaType is "" or "application/json" or "application/octet-stream" or "text/plain";

    /// <summary>
    /// Whether a media type of a layer says that it is no tar: JSON, as signatures and attestations are that have an image's config (cosign, BuildKit), or WebAssembly.
    /// </summary>
    public static bool IsNoTar(string mediaType) =>
        !IsVague(mediaType) && !IsLayer(mediaType)
        && (mediaType.EndsWith("json", StringComparison.Ordinal) || mediaType.EndsWith("wasm", StringComparison.Ordinal));

    // containerd, core/images/mediatypes.go: the layers of the image-spec and of Docker, foreign and encrypted ones too.
    private static bool IsLayer(string mediaType) =>
        mediaType.StartsWith("application/vnd.oci.image.layer.", StringComparison.Ordinal)
        || mediaType.StartsWith("application/vnd.docker.image.rootfs.diff.", StringComparison.Ordinal)
        || mediaType.StartsWith("application/vnd.docker.image.rootfs.foreign.diff.", StringComparison.Ordinal);
}
