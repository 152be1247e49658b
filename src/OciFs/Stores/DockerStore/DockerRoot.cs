using System.Text.Json;

namespace OciFs.Stores.DockerStore;

/// <summary>Where Docker Engine keeps its data.</summary>
internal static class DockerRoot
{
    /// <summary>The usual data root of who asks: by <c>daemon.json</c>, else <c>/var/lib/docker</c>, or the rootless daemon's.</summary>
    public static string Usual() => Usual(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess);

    /// <summary>As <see cref="Usual()"/>, for an environment.</summary>
    /// <param name="variable">Gives the value of a variable.</param>
    /// <param name="isRoot">Whether root asks.</param>
    public static string Usual(Func<string, string?> variable, bool isRoot)
    {
        var data = variable("XDG_DATA_HOME") is { Length: > 0 } place ? place : Path.Combine(Home(variable), ".local", "share");
        return Configured(Settings(variable, isRoot))
            ?? (isRoot ? "/var/lib/docker" : Path.Combine(data, "docker"));
    }

    /// <summary>The daemon's settings, which may name another root.</summary>
    public static string Settings() => Settings(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess);

    private static string Settings(Func<string, string?> variable, bool isRoot) => isRoot
        ? "/etc/docker/daemon.json"
        : Path.Combine(variable("XDG_CONFIG_HOME") is { Length: > 0 } told ? told : Path.Combine(Home(variable), ".config"), "docker", "daemon.json");

    private static string Home(Func<string, string?> variable) => variable("HOME") is { Length: > 0 } told ? told : "/";

    // A file that the daemon could not read either says nothing.
    private static string? Configured(string file)
    {
        try
        {
            return FileStatus.Of(file) is null
                ? null
                : JsonSerializer.Deserialize(StoreFile.ReadDocument(file, "gone while it was to be read"), DockerJson.Default.DaemonJson)?.DataRoot is { Length: > 0 } root
                    && !root.Contains('\0', StringComparison.Ordinal)
                    ? root
                    : null;
        }
        catch (Exception error) when (error is OciFsException or JsonException)
        {
            return null;
        }
    }
}
