using System.Text.Json.Serialization;

namespace OciFs.Stores.DockerStore;

/// <summary><c>repositories.json</c> as written (moby, reference/store.go): by repository, by full reference, the image ID.</summary>
internal sealed class RepositoriesJson
{
    [JsonPropertyName("Repositories")]
    public Dictionary<string, Dictionary<string, string?>?>? Repositories { get; set; }
}

/// <summary><c>daemon.json</c> as written: what is asked for here.</summary>
internal sealed class DaemonJson
{
    [JsonPropertyName("data-root")]
    public string? DataRoot { get; set; }
}

/// <summary>Reads the documents of Docker Engine.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = Limits.DocumentDepth)]
[JsonSerializable(typeof(RepositoriesJson))]
[JsonSerializable(typeof(DaemonJson))]
internal sealed partial class DockerJson : JsonSerializerContext;
