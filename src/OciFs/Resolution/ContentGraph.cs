using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>
/// What leads from descriptor to descriptor. Only documents are read: what a media type calls an index or a manifest, and what is of no telling type but
/// stands where only such can. What is missing, broken or unknown is told and never thrown. Any thread.
/// </summary>
/// <param name="reader">Reads the documents.</param>
public sealed class ContentGraph(DocumentReader reader)
{
    /// <summary>The children of a descriptor.</summary>
    public ContentChildren ChildrenOf(Descriptor content) => Read(new ContentVisit(content, null, Read));

    /// <summary>
    /// Visits a descriptor and all below it, parents before children, in the order of the documents: each as often as it is met, as containerd's
    /// <c>images.Walk</c> does. A subject is not followed.
    /// </summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="visit">Called for each; tells where to go on. What it throws ends the walk.</param>
    public WalkEnd Walk(Descriptor from, Func<ContentVisit, WalkStep> visit)
    {
        var left = Limits.DescriptorsPerWalk;
        return Walk(new ContentVisit(from, null, Read), visit, ref left);
    }

    private WalkEnd Walk(ContentVisit at, Func<ContentVisit, WalkStep> visit, ref int left)
    {
        if (left-- == 0)
        {
            return WalkEnd.LimitReached;
        }

        var step = visit(at);
        if (step is not WalkStep.Continue)
        {
            return step is WalkStep.Stop ? WalkEnd.Stopped : WalkEnd.Done;
        }

        foreach (var child in at.Children.Descriptors)
        {
            if (Walk(new ContentVisit(child, at, Read), visit, ref left) is not WalkEnd.Done and var end)
            {
                return end;
            }
        }

        return WalkEnd.Done;
    }

    private ContentChildren Read(ContentVisit at)
    {
        var named = ContentKinds.Of(at.Descriptor.MediaType);
        try
        {
            // What a manifest lists has any type and any size: it is read only where it is called a document.
            return named is ContentKind.Index or ContentKind.Manifest ? Parse(at, ReadDocument(at))
                : !ContentKinds.IsVague(at.Descriptor.MediaType) || at.Parent?.Children.Kind is ContentKind.Manifest ? new ContentChildren(named, [])
                : at.Descriptor.Size > Limits.DocumentBytes ? new ContentChildren(ContentKind.Unknown, [])
                : ParseVague(at, ReadDocument(at));
        }
        catch (OciFsException error)
        {
            return new ContentChildren(named, []) { Problems = [error.Message] };
        }
    }

    private ReadOnlyMemory<byte> ReadDocument(ContentVisit at) => at.Depth > Limits.IndexDepth ? throw TooDeep(at) : reader.Read(at.Descriptor);

    private static ContentChildren ParseVague(ContentVisit at, ReadOnlyMemory<byte> bytes) => DocumentShape.TryTell(bytes.Span) switch
    {
        null or DocumentKind.Other => new ContentChildren(ContentKind.Unknown, []),
        DocumentKind.Config => new ContentChildren(ContentKind.Config, []),
        _ => Parse(at, bytes),
    };

    private static ContentChildren Parse(ContentVisit at, ReadOnlyMemory<byte> bytes)
    {
        var where = at.Descriptor.Digest.ToString();
        if (DocumentReader.KindOf(at.Descriptor, bytes.Span) is DocumentKind.Manifest)
        {
            var manifest = ImageManifest.Parse(bytes, where);
            return new ContentChildren(ContentKind.Manifest, manifest.Children) { Subject = manifest.Subject };
        }

        var problems = new List<string>();
        var index = at.Depth < Limits.IndexDepth ? ImageIndex.Parse(bytes, where, problems) : throw TooDeep(at);
        return new ContentChildren(ContentKind.Index, index.Manifests) { Subject = index.Subject, Problems = [.. problems] };
    }

    private static OciFsException TooDeep(ContentVisit at) => new(
        OciFsError.LimitExceeded, $"{at.Descriptor.Digest}: an index {at.Depth + 1} levels deep (at most {Limits.IndexDepth})");
}
