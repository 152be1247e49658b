using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>A descriptor that a walk has come to.</summary>
public sealed class ContentVisit
{
    private readonly Lazy<ContentChildren> _children;

    internal ContentVisit(Descriptor descriptor, ContentVisit? parent, Func<ContentVisit, ContentChildren> read)
    {
        Descriptor = descriptor;
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        _children = new(() => read(this));
    }

    /// <summary>The descriptor.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Where it stands; null of what the walk began with.</summary>
    public ContentVisit? Parent { get; }

    /// <summary>Steps from what the walk began with, which is 0.</summary>
    public int Depth { get; }

    /// <summary>What is below it. Read when it is first asked for, by the visitor or by the walk that goes on below.</summary>
    public ContentChildren Children => _children.Value;
}
