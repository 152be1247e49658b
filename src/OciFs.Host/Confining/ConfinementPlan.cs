using System.Runtime.InteropServices;
using OciFs.Layers;
using OciFs.Stores;

namespace OciFs.Host.Confining;

/// <summary>What a server needs of the machine once it is started: all else it gives up.</summary>
public sealed record ConfinementPlan
{
    // The program itself, the libraries that it loads and their settings, and what the kernel tells of itself. No credentials among them.
    private static readonly string[] System =
    [
        "/usr", "/lib", "/lib64", "/nix/store", "/gnu/store", "/proc", "/sys", "/etc/ld.so.cache", "/etc/localtime", "/etc/ssl/openssl.cnf",
        "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies",
    ];

    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    private ConfinementPlan()
    {
    }

    /// <summary>Files and folders of the source, which are read with all below them.</summary>
    public required IReadOnlyList<string> Reads { get; init; }

    /// <summary>The folder of the index cache; null for none.</summary>
    public required string? Cache { get; init; }

    /// <summary>Capabilities that are kept where they are there.</summary>
    internal CapabilitySet Capabilities { get; private init; }

    /// <summary>The plan for serving a source. The folder of the cache is made, since rules are about what is there.</summary>
    /// <param name="source">As <see cref="SourceOpener.Open"/> takes it.</param>
    /// <exception cref="OciFsException">It names no place; opening it would tell the same.</exception>
    public static ConfinementPlan Of(string source)
    {
        var places = SourcePlaces.Of(source);
        var cache = CacheFolder.Default();
        cache?.TryMake();
        return new ConfinementPlan
        {
            Reads = places.Paths,
            Cache = cache is null ? null : Path.GetDirectoryName(cache.Path),
            Capabilities = places.HasUnpackedLayers ? CapabilitySet.ReadAnything | CapabilitySet.ReadTrustedXattrs : CapabilitySet.ReadAnything,
        };
    }

    /// <summary>The rules of the plan; null where the kernel has no Landlock.</summary>
    internal LandlockRuleset? TryMakeRules()
    {
        var rules = LandlockRuleset.TryCreate();
        if (rules is null)
        {
            return null;
        }

        foreach (var path in System.Concat(Program()))
        {
            rules.Allow(path, LandlockRights.Reading | LandlockRights.Execute);
        }

        foreach (var device in Devices)
        {
            rules.Allow(device, LandlockRights.ReadFile | LandlockRights.WriteFile);
        }

        foreach (var path in Reads)
        {
            rules.Allow(path, LandlockRights.Reading);
        }

        if (Cache is not null)
        {
            rules.Allow(Cache, LandlockRights.Keeping);
        }

        return rules;
    }

    // One file; while it is being developed, folders of assemblies.
    private static string[] Program() => Environment.ProcessPath is not { } program ? []
        : File.Exists(Path.Combine(AppContext.BaseDirectory, "OciFs.Host.dll"))
            ? [AppContext.BaseDirectory, Path.GetDirectoryName(program)!, RuntimeEnvironment.GetRuntimeDirectory()]
            : [program];
}
