using System.Text;

namespace OciFs.Views;

/// <summary>A file or folder that no layer made: a part of a <see cref="FolderView"/>. Immutable once its view is made.</summary>
internal abstract class FixedNode
{
    /// <summary>Type and permission bits.</summary>
    public abstract uint Mode { get; }

    /// <summary>Whether the attributes take no reading of layers: a listing gives them along.</summary>
    public virtual bool IsCheap => true;

    /// <summary>Bytes of content.</summary>
    public virtual long Size() => 0;

    /// <summary>Reads content.</summary>
    public virtual int Read(long offset, Span<byte> destination) =>
        throw new OciFsException(OciFsError.Invalid, "not a regular file");
}

/// <summary>A folder with a fixed set of names.</summary>
/// <param name="permissions">Permission bits.</param>
internal sealed class FixedFolder(uint permissions = FixedFolder.ReadOnly) : FixedNode
{
    private const uint ReadOnly = 0x16D;

    private readonly List<(byte[] Name, FixedNode Node, bool Hidden)> _children = [];

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Directory | permissions;

    /// <summary>The names and what they stand for, in the order of a listing.</summary>
    public IReadOnlyList<(byte[] Name, FixedNode Node, bool Hidden)> Children => _children;

    /// <summary>Adds a name; only while the tree is made.</summary>
    /// <returns>The node, for more to be added to it.</returns>
    public TNode Add<TNode>(string name, TNode node, bool hidden = false)
        where TNode : FixedNode
    {
        _children.Add((Encoding.UTF8.GetBytes(name), node, hidden));
        return node;
    }
}

/// <summary>A small file whose bytes are at hand.</summary>
internal sealed class BytesFile(ReadOnlyMemory<byte> bytes) : FixedNode
{
    public BytesFile(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Regular | 0x124;

    /// <inheritdoc/>
    public override long Size() => bytes.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var from = (int)Math.Min(offset, bytes.Length);
        var count = Math.Min(destination.Length, bytes.Length - from);
        bytes.Span.Slice(from, count).CopyTo(destination);
        return count;
    }
}

/// <summary>A symbolic link.</summary>
internal sealed class FixedLink(byte[] target) : FixedNode
{
    /// <summary>Where it leads.</summary>
    public ReadOnlySpan<byte> Target => target;

    /// <inheritdoc/>
    public override uint Mode => UnixMode.SymbolicLink | 0x1FF;

    /// <inheritdoc/>
    public override long Size() => target.Length;
}

/// <summary>
/// A file whose bytes follow from the state of something else, or that is not there at all. Each content gets a node of its own at the
/// next look-up, so that nobody reads half of one and half of another.
/// </summary>
internal sealed class ChangingFile(Func<byte[]?> content) : FixedNode
{
    /// <summary>Whether it is for its owner alone.</summary>
    public bool IsPrivate { get; init; }

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Regular | (IsPrivate ? 0x100u : 0x124u);

    /// <summary>The bytes now; null where there is nothing to tell.</summary>
    public byte[]? Current() => content();
}

/// <summary>A folder of another view, which is there or not as the store is now. Stands in the topmost folder of its own.</summary>
/// <param name="key">The key of that view, whose top is the folder.</param>
/// <param name="isThere">Whether it is there.</param>
/// <param name="open">Makes the view, of the key, when somebody goes there.</param>
internal sealed class ChangingFolder(string key, Func<bool> isThere, Func<string, View> open) : FixedNode
{
    private readonly Lazy<View> _view = new(() => open(key), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Directory | 0x16D;

    /// <summary>Inode number of the folder.</summary>
    public ulong Inode => View.InodeNumber(key, 1);

    /// <summary>Whether it is there now.</summary>
    /// <exception cref="NotReadyException">That is being found out.</exception>
    public bool IsThere() => isThere();

    /// <summary>The view.</summary>
    public View Open() => _view.Value;
}

/// <summary>A folder of another view, which is made when somebody goes there.</summary>
internal sealed class Doorway(Func<View> open) : FixedNode
{
    private readonly Lazy<View> _view = new(open, LazyThreadSafetyMode.PublicationOnly);

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Directory | 0x16D;

    /// <inheritdoc/>
    public override bool IsCheap => false;

    /// <summary>The view behind it.</summary>
    public View View => _view.Value;
}
