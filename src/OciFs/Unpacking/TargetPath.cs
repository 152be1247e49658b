namespace OciFs.Unpacking;

/// <summary>
/// The directories from the folder that is copied into down to the one that files are made in now. Few of them are open at a time; those above are opened
/// again on the way back, and proven to be the same. One thread.
/// </summary>
internal sealed class TargetPath(TargetFolder top) : IDisposable
{
    // Deeper trees than this are rare, and processes may have 1,024 files open.
    private const int MostOpen = 64;

    private readonly List<TargetFolder> _below = [];

    /// <summary>The folder that is copied into; open all the time.</summary>
    public TargetFolder Top { get; } = top;

    /// <summary>Where files are made now.</summary>
    public TargetFolder Current => _below is [.., var last] ? last : Top;

    /// <summary>Goes down.</summary>
    public void Enter(TargetFolder child)
    {
        _below.Add(child);
        if (_below.Count > MostOpen)
        {
            _below[^(MostOpen + 1)].Close();
        }
    }

    /// <summary>Has the directory above opened again; to be called while the lower one can still be searched.</summary>
    /// <exception cref="TargetException">It was moved.</exception>
    public void PrepareToLeave()
    {
        if (_below.Count > 1 && !_below[^2].IsOpen)
        {
            _below[^2].Reopen(_below[^1]);
        }
    }

    /// <summary>Goes up.</summary>
    public void Leave()
    {
        _below[^1].Dispose();
        _below.RemoveAt(_below.Count - 1);
    }

    /// <summary>Goes all the way up.</summary>
    public void Clear()
    {
        _below.ForEach(folder => folder.Dispose());
        _below.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        Top.Dispose();
    }
}
