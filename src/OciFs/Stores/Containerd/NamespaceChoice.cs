using System.Collections.Immutable;

namespace OciFs.Stores.Containerd;

/// <summary>Tells which namespace's images are meant (design §2).</summary>
/// <param name="Asked">The one that was asked for; null for none.</param>
/// <param name="Usual">The one that is meant where none was asked for and it has images.</param>
internal sealed record NamespaceChoice(string? Asked, string Usual)
{
    /// <summary>
    /// The namespace that was asked for; else the usual one, else the only one that has images; null where that leaves none, or several. One that was
    /// meant before stays meant as long as it has images: a mount does not turn to other names because another namespace got some.
    /// </summary>
    public string? Of(ImmutableArray<StoreNamespace> namespaces, string? before)
    {
        if (Asked is not null)
        {
            return Asked;
        }

        var filled = namespaces.Where(candidate => !candidate.Listing.Images.IsEmpty).Select(candidate => candidate.Name).ToList();
        return before is not null && filled.Contains(before, StringComparer.Ordinal) ? before
            : filled.Contains(Usual, StringComparer.Ordinal) ? Usual
            : filled is [var only] ? only
            : null;
    }

    /// <summary>What there is to tell of a choice; null for nothing.</summary>
    public string? Problem(string where, ImmutableArray<StoreNamespace> namespaces, string? chosen)
    {
        var names = namespaces.IsEmpty ? "none" : string.Join(", ", namespaces.Select(candidate => candidate.Name));
        if (chosen is not null)
        {
            return namespaces.Any(candidate => candidate.Name == chosen) ? null : $"{where}: no namespace {chosen} (it has {names})";
        }

        return namespaces.All(candidate => candidate.Listing.Images.IsEmpty) ? null
            : $"{where}: several namespaces have images and none is called {Usual} (choose one: --namespace; it has {names})";
    }
}
