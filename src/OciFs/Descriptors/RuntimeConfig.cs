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

    internal static RuntimeConfig Of(RuntimeConfigJson? json, string where) => json is null ? Empty : new RuntimeConfig
    {
        User = json.User ?? string.Empty,
        Env = Texts(json.Env, where, "Env"),
        Entrypoint = Texts(json.Entrypoint, where, "Entrypoint"),
        Cmd = Texts(json.Cmd, where, "Cmd"),
        WorkingDir = json.WorkingDir ?? string.Empty,
        Labels = DescriptorReader.ReadAnnotations(json.Labels),
        ExposedPorts = Keys(json.ExposedPorts),
        Volumes = Keys(json.Volumes),
        StopSignal = json.StopSignal ?? string.Empty,
    };

    private static ImmutableArray<string> Texts(string?[]? texts, string where, string field) =>
        [.. (texts ?? []).Select((text, i) => text ?? throw new OciFsException(OciFsError.Invalid, $"{where}.{field}[{i}]: null"))];

    private static ImmutableArray<string> Keys<T>(Dictionary<string, T>? set) => [.. (set ?? []).Keys.Order(StringComparer.Ordinal)];
}
