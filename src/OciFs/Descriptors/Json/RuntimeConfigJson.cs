using System.Text.Json;

namespace OciFs.Descriptors.Json;

/// <summary>The <c>config</c> of a config as written; its fields are upper-case there (Docker's Go structure).</summary>
internal sealed class RuntimeConfigJson
{
    public string? User { get; set; }

    public string?[]? Env { get; set; }

    public string?[]? Entrypoint { get; set; }

    public string?[]? Cmd { get; set; }

    public string? WorkingDir { get; set; }

    public Dictionary<string, string?>? Labels { get; set; }

    public Dictionary<string, JsonElement>? ExposedPorts { get; set; }

    public Dictionary<string, JsonElement>? Volumes { get; set; }

    public string? StopSignal { get; set; }
}
