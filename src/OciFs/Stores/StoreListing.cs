using System.Collections.Immutable;

namespace OciFs.Stores;

/// <summary>The names of a store at one moment. Immutable; a store gives the same instance as long as nothing changed.</summary>
public sealed record StoreListing
{
    /// <summary>The images, in the store's order, each name once (<see cref="ImageNaming"/>).</summary>
    public required ImmutableArray<NamedImage> Images { get; init; }

    /// <summary>The images that were left out of <see cref="Images"/> because another was selected; what is about that one may be among them.</summary>
    public ImmutableArray<NamedImage> Others { get; init; } = [];

    /// <summary>All namespaces, that of <see cref="Images"/> included; empty where the store has no such thing.</summary>
    public ImmutableArray<StoreNamespace> Namespaces { get; init; } = [];

    /// <summary>What is wrong with the store, a line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
