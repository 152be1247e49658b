using System.Collections.Immutable;
using OciFs.Descriptors.Json;

namespace OciFs.Descriptors;

/// <summary>How a container of an image starts (image-spec config.md, <c>config</c>). What is not told is empty.</summary>
public sealed record RuntimeConfig
{
    /// <summary>Nothing told.</summary>
    public static RuntimeConfig Empty { get; } = new();

    /// <summary>User or UID, with <c>:group</c> or <c>:GID</c>.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>Environment, each <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Env { get; init; } = [];

    /// <summary>The command's fixed beginning.</summary>
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    /// <summary>The command's default end.</summary>
    public ImmutableArray<string> Cmd { get; init; } = [];

    /// <summary>Where it starts.</summary>
    public string WorkingDir { get; init; } = string.Empty;

    /// <summary>Labels.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Ports, each <c>number[/protocol]</c>, sorted.</summary>
    public ImmutableArray<string> ExposedPorts { get; init; } = [];

    /// <summary>Folders that hold what a container writes, sorted.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Signal that ends it.</summary>
    public string StopSignal { get; init; } = string.Empty;

    internal static RuntimeConfig Of(LenientObject json) => new()
    {
        User = json.Text("User") ?? string.Empty,
        Env = json.Texts("Env"),
        Entrypoint = json.Texts("Entrypoint", isOneAllowed: true),
        Cmd = json.Texts("Cmd", isOneAllowed: true),
        WorkingDir = json.Text("WorkingDir") ?? string.Empty,
        Labels = json.Map("Labels"),
        ExposedPorts = json.Keys("ExposedPorts"),
        Volumes = json.Keys("Volumes"),
        StopSignal = json.Text("StopSignal") ?? string.Empty,
    };
}
