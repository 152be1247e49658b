namespace OciFs.Descriptors.Json;

/// <summary>An image in the <c>manifest.json</c> of a docker-archive as written (moby, image/tarexport: manifestItem).</summary>
internal sealed class DockerArchiveItemJson
{
    public string? Config { get; set; }

    public string?[]? RepoTags { get; set; }

    public string?[]? Layers { get; set; }
}
