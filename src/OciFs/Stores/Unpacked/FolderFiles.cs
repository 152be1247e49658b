namespace OciFs.Stores.Unpacked;

/// <summary>
/// Reads of the files of a layer's folder by name, or of those below. A file that was used stays open for the next who uses it, some of them; one that
/// is held stays open as long as it is. Where the folder is gone, the store is asked where it is now: an image that was removed and fetched
/// again lies elsewhere. Owns the folders. Any thread.
/// </summary>
/// <param name="folders">The folders; the first is the layer's own.</param>
/// <param name="locate">Where that is now; null for nowhere.</param>
internal sealed class FolderFiles(IReadOnlyList<LayerFolder> folders, Func<string?> locate) : IDisposable
{
    // What a few blocks are made of where files are small: who opens one after the other shares them.
    private const int MostIdle = 256;

    // Over all layers, of the million descriptors that a process mostly may have.
    private const int MostIdleInAll = 4096;

    // Each miss in a folder that has lost files would ask the store again.
    private const long LeastRest = 1000;

    private static int _idleInAll;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, OpenFile> _open = [];
    private readonly LinkedList<OpenFile> _idle = []; // The one that was used last is the last.
    private readonly LayerFolder[] _folders = [.. folders];
    private readonly List<LayerFolder> _former = []; // Those who read at this moment may still have them.
    private long _missedAt = -LeastRest;

    /// <summary>The layer's own folder.</summary>
    public string Folder => _folders[0].Path;

    /// <summary>Reads of a file.</summary>
    /// <param name="segment">Tells files apart.</param>
    /// <param name="folder">Which of the folders has it.</param>
    /// <param name="name">Its path in the folder.</param>
    /// <param name="length">What its length has to be.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="destination">Is filled.</param>
    /// <exception cref="UnlikeLayerException">It is no regular file, or has another length.</exception>
    /// <exception cref="IOException">The bytes cannot be had.</exception>
    public void Read(int segment, int folder, ReadOnlySpan<byte> name, long length, long offset, Span<byte> destination)
    {
        var file = Use(segment, folder, name, length);
        try
        {
            if (LayerFolder.Read(file.Descriptor, Folder, name, offset, destination) != destination.Length)
            {
                throw new UnlikeLayerException($"{LayerFolder.Describe(Folder, name)}: it was cut while it was read");
            }
        }
        finally
        {
            LetGo(file);
        }
    }

    /// <summary>Reads of a file that is open; false where it is not.</summary>
    public bool TryReadOpen(int segment, long offset, Span<byte> destination)
    {
        OpenFile? file;
        lock (_gate)
        {
            if (!_open.TryGetValue(segment, out file))
            {
                return false;
            }

            Revive(file);
        }

        try
        {
            return LayerFolder.Read(file.Descriptor, Folder, [], offset, destination) == destination.Length;
        }
        finally
        {
            LetGo(file);
        }
    }

    /// <summary>Keeps a file open until it is given to <see cref="LetGo"/>.</summary>
    /// <exception cref="IOException">As <see cref="Read"/>.</exception>
    public OpenFile Use(int segment, int folder, ReadOnlySpan<byte> name, long length)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(segment, out var known))
            {
                Revive(known);
                return known;
            }
        }

        var file = new OpenFile(segment, Open(folder, name, length));
        lock (_gate)
        {
            if (!_open.TryGetValue(segment, out var other))
            {
                _open.Add(segment, file);
                return file;
            }

            Revive(other);
            _ = Interop.close(file.Descriptor);
            return other;
        }
    }

    /// <summary>Ends one <see cref="Use"/>.</summary>
    public void LetGo(OpenFile file)
    {
        OpenFile? closed = null;
        lock (_gate)
        {
            if (--file.Users > 0)
            {
                return;
            }

            file.Idle = _idle.AddLast(file);
            if (Interlocked.Increment(ref _idleInAll) > MostIdleInAll || _idle.Count > MostIdle)
            {
                closed = _idle.First!.Value;
                _idle.RemoveFirst();
                _open.Remove(closed.Segment);
                Interlocked.Decrement(ref _idleInAll);
            }
        }

        if (closed is not null)
        {
            _ = Interop.close(closed.Descriptor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Add(ref _idleInAll, -_idle.Count);
        foreach (var file in _open.Values)
        {
            _ = Interop.close(file.Descriptor);
        }

        _former.ForEach(former => former.Dispose());
        Array.ForEach(_folders, folder => folder.Dispose());
    }

    // Under the gate.
    private void Revive(OpenFile file)
    {
        file.Users++;
        if (file.Idle is { } idle)
        {
            _idle.Remove(idle);
            file.Idle = null;
            Interlocked.Decrement(ref _idleInAll);
        }
    }

    private int Open(int number, ReadOnlySpan<byte> name, long length)
    {
        var folder = Volatile.Read(ref _folders[number]);
        try
        {
            return Open(folder, name, length);
        }
        catch (FileNotFoundException) when (number == 0 && MayHaveMoved(folder))
        {
            return OpenElsewhere(folder, name, length);
        }
    }

    private static int Open(LayerFolder folder, ReadOnlySpan<byte> name, long length)
    {
        var descriptor = folder.OpenFile(name, out var actual);
        if (actual == length)
        {
            return descriptor;
        }

        _ = Interop.close(descriptor);
        throw new UnlikeLayerException($"{LayerFolder.Describe(folder.Path, name)}: {actual} bytes, the layer has it with {length}");
    }

    private bool MayHaveMoved(LayerFolder gone)
    {
        lock (_gate)
        {
            return _folders[0] != gone || Environment.TickCount64 - _missedAt >= LeastRest;
        }
    }

    /// <summary>Opens a file where the folder is now, which from then on is the layer's if it has the file.</summary>
    private int OpenElsewhere(LayerFolder gone, ReadOnlySpan<byte> name, long length)
    {
        lock (_gate)
        {
            if (_folders[0] != gone)
            {
                return Open(_folders[0], name, length);
            }
        }

        var path = locate();
        var found = new LayerFolder(path ?? gone.Path);
        try
        {
            var descriptor = Open(found, name, length);
            lock (_gate)
            {
                _former.Add(_folders[0]);
                _folders[0] = found;
            }

            return descriptor;
        }
        catch
        {
            found.Dispose();
            lock (_gate)
            {
                _missedAt = Environment.TickCount64;
            }

            throw;
        }
    }

    /// <summary>A file of the folder that is open, and how many use it.</summary>
    internal sealed class OpenFile(int segment, int descriptor)
    {
        /// <summary>Tells it apart.</summary>
        public int Segment => segment;

        /// <summary>Reads at offsets disturb nobody.</summary>
        public int Descriptor => descriptor;

        /// <summary>Under the gate.</summary>
        public int Users { get; set; } = 1;

        /// <summary>Its place among those that nobody uses; under the gate.</summary>
        public LinkedListNode<OpenFile>? Idle { get; set; }
    }
}
