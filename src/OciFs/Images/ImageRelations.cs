using System.Collections.Immutable;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Images;

/// <summary>
/// Which images of a store were made upon which, as they were when it was asked: by the store's own record where it has one (Docker's classic builder), else by
/// layers and history that agree. Names of one image ID are one image, called by the first of them; of several platforms the default one counts.
/// </summary>
public sealed class ImageRelations
{
    private readonly Dictionary<Digest, int> _numbers = [];
    private readonly ImmutableArray<Image> _images;
    private readonly int[] _parents;
    private readonly ILookup<int, int> _children;
    private readonly ILookup<ChainId, Image> _byTop;

    internal ImageRelations(ImmutableArray<Image> images)
    {
        // What has a config without being called by its digest is of schema 1: made upon nothing that could be told. Documents are read on all cores.
        ImmutableArray<Image> sound = [.. InOrder.Select(images, image => image.DefaultPlatform is { Config: not null, Manifest.Config: not null } ? image : null).OfType<Image>()];
        _images = [.. sound.DistinctBy(image => image.Id!.Value)];
        for (var i = 0; i < _images.Length; i++)
        {
            _numbers.Add(_images[i].Id!.Value, i);
        }

        _parents = Lineage.Parents([.. _images.Select(image => image.DefaultPlatform!.Config!)], Recorded(sound));
        _children = Enumerable.Range(0, _images.Length).ToLookup(i => _parents[i]);
        _byTop = sound.Where(image => image.DefaultPlatform!.ChainId is not null).ToLookup(image => image.DefaultPlatform!.ChainId!.Value);
        Heads = [.. _images.Where((_, i) => !_children.Contains(i))];
    }

    /// <summary>The images upon which no other was made, in the store's order.</summary>
    public ImmutableArray<Image> Heads { get; }

    /// <summary>The nearest image that an image was made upon; null where there is none.</summary>
    public Image? Parent(Image image) => NumberOf(image) is { } number && _parents[number] is >= 0 and var parent ? _images[parent] : null;

    /// <summary>The images whose <see cref="Parent"/> an image is, in the store's order.</summary>
    public ImmutableArray<Image> Children(Image image) => NumberOf(image) is { } number ? [.. _children[number].Select(child => _images[child])] : [];

    /// <summary>The images whose topmost layer ends a chain, all their names, in the store's order.</summary>
    public ImmutableArray<Image> ImagesOn(ChainId top) => [.. _byTop[top]];

    /// <summary>
    /// Bytes of manifest, config and those layers as stored that the <see cref="Parent"/> of an image does not have, each blob once; 0 where it has no platform.
    /// </summary>
    public long OwnSize(Image image)
    {
        if (image.DefaultPlatform is not { } platform)
        {
            return 0;
        }

        var inherited = Parent(image)?.DefaultPlatform?.DiffIds.ToHashSet() ?? [];
        return platform.Resolved.StoredSizeBeyond(inherited);
    }

    private int? NumberOf(Image image) => image.Id is { } id && _numbers.TryGetValue(id, out var number) ? number : null;

    // A store records a parent by what its names point at, or by its ID.
    private int[] Recorded(ImmutableArray<Image> images)
    {
        // Not by the constructor that copies: it alone would have the compiler make a list of pairs for every kind of dictionary.
        var targets = new Dictionary<Digest, int>(_numbers.Count);
        foreach (var (id, number) in _numbers)
        {
            targets.Add(id, number);
        }

        foreach (var image in images)
        {
            targets.TryAdd(image.Named.Target.Digest, _numbers[image.Id!.Value]);
        }

        var recorded = new int[_images.Length];
        Array.Fill(recorded, -1);
        foreach (var image in images)
        {
            if (image.Named.Parent is { } digest && targets.TryGetValue(digest, out var parent))
            {
                recorded[_numbers[image.Id!.Value]] = parent;
            }
        }

        return recorded;
    }
}
