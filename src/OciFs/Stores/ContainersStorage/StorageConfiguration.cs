using System.Collections.Immutable;

namespace OciFs.Stores.ContainersStorage;

/// <summary>What <c>storage.conf</c> says (containers-storage.conf(5)) of where images are.</summary>
internal sealed record StorageConfiguration
{
    private const string SystemRoot = "/var/lib/containers/storage";

    /// <summary>The usual storage root of who asks.</summary>
    public required string UsualRoot { get; init; }

    /// <summary>Other roots that are read with the usual one: <c>imagestore</c>, and <c>additionalimagestores</c>.</summary>
    public ImmutableArray<string> Beside { get; init; } = [];

    /// <summary>The configuration of who asks: of the first file that is there.</summary>
    /// <exception cref="OciFsException">The file that CONTAINERS_STORAGE_CONF names cannot be read.</exception>
    public static StorageConfiguration Find() => Find(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess);

    /// <summary>As <see cref="Find()"/>, for an environment.</summary>
    /// <param name="variable">Gives the value of a variable.</param>
    /// <param name="isRoot">Whether root asks.</param>
    public static StorageConfiguration Find(Func<string, string?> variable, bool isRoot)
    {
        var data = variable("XDG_DATA_HOME") is { Length: > 0 } other ? other : Path.Combine(Home(variable), ".local", "share");
        var usual = isRoot ? SystemRoot : Path.Combine(data, "containers", "storage");
        if (Read(Files(variable, isRoot)) is not { } file)
        {
            return new StorageConfiguration { UsualRoot = usual };
        }

        // A user's own root is not the system's graphroot, unless the file is the user's.
        var root = isRoot || file.IsOwn ? file.Keys.Text("storage", "graphroot") : null;
        root = isRoot ? root : file.Keys.Text("storage", "rootless_storage_path") ?? root;
        IEnumerable<string?> beside = [file.Keys.Text("storage", "imagestore"), .. file.Keys.Texts("storage.options", "additionalimagestores")];
        return new StorageConfiguration
        {
            UsualRoot = Expand(root, variable) ?? usual,
            Beside = [.. beside.Select(path => Expand(path, variable)).OfType<string>()],
        };
    }

    /// <summary>The roots that are read with a root: those of the file, where the root is the file's.</summary>
    public IEnumerable<string> RootsBeside(string root) => root == Path.GetFullPath(UsualRoot)
        ? Beside.Select(Path.GetFullPath).Where(other => other != root).Distinct(StringComparer.Ordinal)
        : [];

    /// <summary>The files that <see cref="Find()"/> looks for, the first that is there counts.</summary>
    public static IEnumerable<string> Places() => Files(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess).Select(file => file.Path);

    private static IEnumerable<(string Path, bool IsOwn)> Files(Func<string, string?> variable, bool isRoot)
    {
        if (variable("CONTAINERS_STORAGE_CONF") is { Length: > 0 } named)
        {
            return [(named, true)];
        }

        var settings = variable("XDG_CONFIG_HOME") is { Length: > 0 } told ? told : Path.Combine(Home(variable), ".config");
        IEnumerable<(string, bool)> system = [("/etc/containers/storage.conf", false), ("/usr/share/containers/storage.conf", false)];
        return isRoot ? system : system.Prepend((Path.Combine(settings, "containers", "storage.conf"), true));
    }

    private static string Home(Func<string, string?> variable) => variable("HOME") is { Length: > 0 } told ? told : "/";

    private static (TomlKeys Keys, bool IsOwn)? Read(IEnumerable<(string Path, bool IsOwn)> files)
    {
        foreach (var (path, isOwn) in files.Where(file => File.Exists(file.Path)))
        {
            return (TomlKeys.Parse(StoreFile.ReadDocument(path, "gone while it was to be read")), isOwn);
        }

        return null;
    }

    // As containers/storage does for paths of users. No path has a NUL.
    private static string? Expand(string? path, Func<string, string?> variable) => path is not { Length: > 0 } || path.Contains('\0', StringComparison.Ordinal)
        ? null
        : path.Replace("$HOME", variable("HOME") ?? string.Empty, StringComparison.Ordinal)
            .Replace("$USER", variable("USER") ?? string.Empty, StringComparison.Ordinal)
            .Replace("$UID", variable("UID") ?? string.Empty, StringComparison.Ordinal);
}
