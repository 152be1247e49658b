using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>What is directly below a descriptor.</summary>
/// <param name="Kind">What the content is: of a document that was read by its shape, else by its media type.</param>
/// <param name="Descriptors">
/// In the document's order: of an index its entries, of a manifest the config and then the layers, of an artifact manifest its blobs; none of anything else.
/// </param>
public sealed record ContentChildren(ContentKind Kind, ImmutableArray<Descriptor> Descriptors)
{
    /// <summary>What the document is about, which is none of its children; null for nothing.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Why there are no children, or not all, a line each: a document that cannot be had or is not sound, an entry of an index that is not, a limit.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
