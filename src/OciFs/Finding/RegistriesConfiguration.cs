using OciFs.Stores;
using OciFs.Stores.ContainersStorage;

namespace OciFs.Finding;

/// <summary>What <c>registries.conf</c>, the files beside it and the recorded answers of users say of short names (containers-registries.conf(5)).</summary>
internal static class RegistriesConfiguration
{
    private const string Beside = "registries.conf.d";

    /// <summary>The short names of who asks. A file that cannot be read says nothing: names are still found without it.</summary>
    public static ShortNames Find() => Find(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess, "/");

    /// <summary>As <see cref="Find()"/>, for an environment.</summary>
    /// <param name="variable">Gives the value of a variable.</param>
    /// <param name="isRoot">Whether root asks.</param>
    /// <param name="system">The folder that has <c>etc</c> and <c>var</c>.</param>
    public static ShortNames Find(Func<string, string?> variable, bool isRoot, string system)
    {
        var names = ShortNames.None;
        foreach (var keys in Files(variable, isRoot, system).Select(Read).OfType<TomlKeys>())
        {
            var registries = keys.Texts(string.Empty, "unqualified-search-registries");
            names = new ShortNames(
                registries.Count > 0 ? [.. registries] : names.Registries,
                keys.Table("aliases").Aggregate(names.Aliases, (all, alias) => alias.Text.Length > 0 ? all.SetItem(alias.Key, alias.Text) : all.Remove(alias.Key)));
        }

        return names;
    }

    /// <summary>The files and folders of files that <see cref="Find()"/> reads, where they are there.</summary>
    public static IEnumerable<string> Places() => Places(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess, "/");

    // Later ones go before earlier ones, key by key.
    private static IEnumerable<string> Places(Func<string, string?> variable, bool isRoot, string system)
    {
        var home = variable("HOME") is { Length: > 0 } told ? told : "/";
        var own = Path.Combine(variable("XDG_CONFIG_HOME") is { Length: > 0 } settings ? settings : Path.Combine(home, ".config"), "containers");
        var etc = Path.Combine(system, "etc", "containers");
        var main = Path.Combine(own, "registries.conf");
        var answers = isRoot
            ? Path.Combine(system, "var", "cache")
            : variable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(home, ".cache");
        return
        [
            variable("CONTAINERS_REGISTRIES_CONF") is { Length: > 0 } named ? named : File.Exists(main) ? main : Path.Combine(etc, "registries.conf"),
            Path.Combine(etc, Beside),
            Path.Combine(own, Beside),
            Path.Combine(answers, "containers", "short-name-aliases.conf"),
        ];
    }

    private static IEnumerable<string> Files(Func<string, string?> variable, bool isRoot, string system) =>
        Places(variable, isRoot, system).SelectMany(place => Path.GetFileName(place) == Beside ? FilesIn(place) : [place]);

    private static IEnumerable<string> FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.conf").Order(StringComparer.Ordinal) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static TomlKeys? Read(string path)
    {
        try
        {
            return File.Exists(path) ? TomlKeys.Parse(StoreFile.ReadDocument(path, "gone while it was to be read")) : null;
        }
        catch (OciFsException)
        {
            return null;
        }
    }
}
