namespace OciFs.Views;

/// <summary>One name of a directory as it is listed. The name is valid as long as the listing it came from.</summary>
public readonly ref struct DirectoryItem
{
    /// <summary>The name's bytes.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The inode number.</summary>
    public required ulong Inode { get; init; }

    /// <summary>At least the type bits.</summary>
    public required uint Mode { get; init; }

    /// <summary>The file, where its attributes are at hand; default where they may take long: look it up when they are wanted.</summary>
    public NodeId Node { get; init; }

    /// <summary>The place behind it, where the listing goes on.</summary>
    public required long Next { get; init; }

    /// <summary>As <see cref="TreeEntry.MayChange"/>.</summary>
    public bool MayChange { get; init; }
}

/// <summary>A directory as it stood when it was opened; places begin at 0 and go on with <see cref="DirectoryItem.Next"/>.</summary>
public readonly struct DirectoryListing
{
    private readonly View _view;
    private readonly object _directory;

    internal DirectoryListing(View view, object directory)
    {
        _view = view;
        _directory = directory;
    }

    /// <summary>The name at a place, or the next that is shown.</summary>
    /// <returns>False behind the last one.</returns>
    public bool TryGet(long place, out DirectoryItem item) => _view.TryGetItem(_directory, place, out item);
}
