using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A layer of a manifest of schema 1 as written.</summary>
internal sealed class SchemaOneLayerJson
{
    [JsonPropertyName("blobSum")]
    public string? BlobSum { get; set; }
}

/// <summary>A step of the history of a manifest of schema 1 as written: JSON in a string.</summary>
internal sealed class SchemaOneHistoryJson
{
    [JsonPropertyName("v1Compatibility")]
    public string? V1Compatibility { get; set; }
}

/// <summary>What stands in that string, beside what a config has too.</summary>
internal sealed class SchemaOneStepJson
{
    [JsonPropertyName("created")]
    public string? Created { get; set; }

    [JsonPropertyName("author")]
    public string? Author { get; set; }

    [JsonPropertyName("comment")]
    public string? Comment { get; set; }

    [JsonPropertyName("container_config")]
    public SchemaOneCommandJson? ContainerConfig { get; set; }

    [JsonPropertyName("throwaway")]
    public bool? Throwaway { get; set; }
}

/// <summary>What a step of schema 1 ran as written (Docker's Go structure).</summary>
internal sealed class SchemaOneCommandJson
{
    public string?[]? Cmd { get; set; }
}

/// <summary>A signature of a manifest of schema 1 as written (libtrust's form of a JSON web signature).</summary>
internal sealed class SignatureJson
{
    [JsonPropertyName("protected")]
    public string? Protected { get; set; }
}

/// <summary>What a signature protects: how many bytes of the document were there before it, and what ended them.</summary>
internal sealed class SignedFormatJson
{
    [JsonPropertyName("formatLength")]
    public int FormatLength { get; set; }

    [JsonPropertyName("formatTail")]
    public string? FormatTail { get; set; }
}
