using OciFs.Compression;
using OciFs.Finding;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Views;

/// <summary>How an <see cref="ImageTree"/> shows its store.</summary>
public sealed record ImageTreeOptions
{
    /// <summary>The platform that <c>rootfs</c> and <c>config</c> of an image speak of, where it has it.</summary>
    public required PlatformName Platform { get; init; }

    /// <summary>Where layer indexes are kept.</summary>
    public required LayerIndexCache IndexCache { get; init; }

    /// <summary>The bytes of <c>.ocifs/status.json</c>; null for none.</summary>
    public Func<byte[]?> Status { get; init; } = () => null;

    /// <summary>How names without a registry are completed; null for what the store's own tools do.</summary>
    public ShortNames? ShortNames { get; init; }

    /// <summary>Told in a line what is wrong with the store as a whole, when that is found out; by any thread.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Told of the passes over layers and blobs that somebody waits for.</summary>
    public WorkMeter Meter { get; init; } = new();

    /// <summary>Whether layers that were opened are compared with their diffIDs behind the back of whoever opened them, which reads each once more.</summary>
    public bool ComparesDiffIds { get; init; } = true;

    /// <summary>The caches; stay the caller's, and outlive the tree. Null for its own, of <see cref="MemoryBudget.DefaultBytes"/>.</summary>
    public MemoryBudget? Memory { get; init; }

    /// <summary>Wanted distance of seek points in decompressed bytes; no choice of users, but of tests.</summary>
    internal int SeekSpan { get; init; } = IndexingReader.DefaultSpan;

    /// <summary>How much is searched for what it is about; smaller in tests only.</summary>
    internal ReferrerLimits ReferrerLimits { get; init; } = new();

    /// <summary>Layers that other trees use too: they stay the caller's, and are closed after the tree. Null for layers of its own.</summary>
    internal LayerPool? SharedLayers { get; init; }
}
