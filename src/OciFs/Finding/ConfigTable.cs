using OciFs.References;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>The images of one listing by the digests of their configs. Immutable.</summary>
internal sealed class ConfigTable
{
    // What could not be read is tried again, but not at every question.
    private static readonly TimeSpan LeastChanging = TimeSpan.FromSeconds(1);

    private readonly PrefixTable _defaults;
    private readonly PrefixTable _all;
    private readonly bool _mayChange;
    private readonly long _madeAt = Environment.TickCount64;

    /// <param name="images">The images, in the listing's order.</param>
    /// <param name="configs">The configs of each target.</param>
    public ConfigTable(IReadOnlyCollection<NamedImage> images, IReadOnlyDictionary<Digest, ConfigIds> configs)
    {
        var known = images.Select(image => (Image: image, Ids: configs.GetValueOrDefault(image.Target.Digest) ?? ConfigIds.None)).ToList();
        _defaults = new PrefixTable(known.Where(row => row.Ids.Default is not null).Select(row => (row.Ids.Default!, row.Image)));
        _all = new PrefixTable(known.SelectMany(row => row.Ids.All.Select(hex => (hex, row.Image))));
        _mayChange = known.Any(row => row.Ids.MayChange);
    }

    /// <summary>Whether it is to be made again before it answers.</summary>
    public bool IsStale => _mayChange && Environment.TickCount64 - _madeAt > LeastChanging.TotalMilliseconds;

    /// <summary>Those whose default platform's config begins so; by all digits, also of another platform.</summary>
    public IEnumerable<NamedImage> Find(string prefix) =>
        _defaults.Find(prefix) is var found && (found.Any() || !IsWhole(prefix)) ? found : _all.Find(prefix);

    private static bool IsWhole(string hex) => hex.Length is 64 or 128;
}
