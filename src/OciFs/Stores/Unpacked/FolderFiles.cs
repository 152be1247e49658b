namespace OciFs.Stores.Unpacked;

/// <summary>
/// Reads of the files of a layer's folder by name, or of those below. Those that are long stay open for the next read, a few of them. Where the folder is gone, the
/// store is asked where it is now: an image that was removed and fetched again lies elsewhere. Owns the folders. Any thread.
/// </summary>
/// <param name="folders">The folders; the first is the layer's own.</param>
/// <param name="locate">Where that is now; null for nowhere.</param>
internal sealed class FolderFiles(IReadOnlyList<LayerFolder> folders, Func<string?> locate) : IDisposable
{
    // Four readers of large files beside as many that are read ahead.
    private const int MostOpen = 8;

    // What is read in one go is not worth keeping open.
    private const int LeastKept = 256 << 10;

    private readonly Lock _gate = new();
    private readonly List<OpenFile> _open = []; // The one that was used last is the last.
    private readonly Dictionary<int, HeldFile> _held = [];
    private readonly List<LayerFolder> _former = []; // Those who read at this moment may still have them.
    private readonly LayerFolder[] _folders = [.. folders];

    /// <summary>The layer's own folder.</summary>
    public string Folder => _folders[0].Path;

    /// <summary>Reads of a file.</summary>
    /// <param name="segment">Tells files apart.</param>
    /// <param name="folder">Which of the folders has it.</param>
    /// <param name="name">Its path in the folder.</param>
    /// <param name="length">What its length has to be.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="destination">Is filled.</param>
    /// <exception cref="IOException">The bytes cannot be had, or the file has another length.</exception>
    public void Read(int segment, int folder, ReadOnlySpan<byte> name, long length, long offset, Span<byte> destination)
    {
        var file = Take(segment) ?? Open(segment, folder, name, length);
        try
        {
            if (file.Folder.Read(file.Descriptor, name, offset, destination) != destination.Length)
            {
                throw new IOException($"{LayerFolder.Describe(file.Folder.Path, name)}: it was cut while it was read");
            }
        }
        finally
        {
            Return(file, length >= LeastKept);
        }
    }

    /// <summary>Keeps a file open until <see cref="LetGo"/>, once for each call.</summary>
    /// <exception cref="IOException">As <see cref="Read"/>.</exception>
    public void Hold(int segment, int folder, ReadOnlySpan<byte> name, long length)
    {
        if (TryShare(segment))
        {
            return;
        }

        var opened = Open(segment, folder, name, length);
        lock (_gate)
        {
            if (_held.TryAdd(segment, new HeldFile(opened)))
            {
                return;
            }

            _held[segment].Holders++;
        }

        _ = Interop.close(opened.Descriptor);
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void LetGo(int segment)
    {
        lock (_gate)
        {
            var held = _held[segment];
            if (--held.Holders == 0)
            {
                _held.Remove(segment);
                CloseUnused(held);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _open.Concat(_held.Values.Select(held => held.File)))
        {
            _ = Interop.close(file.Descriptor);
        }

        _former.ForEach(former => former.Dispose());
        Array.ForEach(_folders, folder => folder.Dispose());
    }

    private OpenFile? Take(int segment)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(segment, out var held))
            {
                held.Readers++;
                return held.File;
            }

            var at = _open.FindLastIndex(file => file.Segment == segment);
            if (at < 0)
            {
                return null;
            }

            var file = _open[at];
            _open.RemoveAt(at);
            return file;
        }
    }

    private OpenFile Open(int segment, int number, ReadOnlySpan<byte> name, long length)
    {
        var folder = Volatile.Read(ref _folders[number]);
        int descriptor;
        long actual;
        try
        {
            descriptor = folder.OpenFile(name, out actual);
        }
        catch (FileNotFoundException) when (number == 0 && LocateAgain(folder) is { } moved)
        {
            folder = moved;
            descriptor = folder.OpenFile(name, out actual);
        }

        if (actual == length)
        {
            return new OpenFile(segment, descriptor, folder);
        }

        _ = Interop.close(descriptor);
        throw new IOException($"{LayerFolder.Describe(folder.Path, name)}: {actual} bytes, the layer has it with {length}");
    }

    private LayerFolder? LocateAgain(LayerFolder gone)
    {
        lock (_gate)
        {
            if (_folders[0] != gone)
            {
                return _folders[0];
            }

            if (locate() is not { } path)
            {
                return null;
            }

            _folders[0] = new LayerFolder(path);
            _former.Add(gone);
            return _folders[0];
        }
    }

    // Two readers of one file have a descriptor each.
    private void Return(OpenFile file, bool isKept)
    {
        lock (_gate)
        {
            if (file.Holder is { } held)
            {
                held.Readers--;
                CloseUnused(held);
                return;
            }

            if (isKept)
            {
                _open.Add(file);
                if (_open.Count <= MostOpen)
                {
                    return;
                }

                file = _open[0];
                _open.RemoveAt(0);
            }
        }

        _ = Interop.close(file.Descriptor);
    }

    private bool TryShare(int segment)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(segment, out var held))
            {
                return false;
            }

            held.Holders++;
            return true;
        }
    }

    // Under the gate. Somebody may still read what nobody holds any more.
    private static void CloseUnused(HeldFile held)
    {
        if (held is { Holders: 0, Readers: 0 })
        {
            _ = Interop.close(held.File.Descriptor);
        }
    }

    private sealed record OpenFile(int Segment, int Descriptor, LayerFolder Folder)
    {
        /// <summary>Set where it is held: several may read it at once then.</summary>
        public HeldFile? Holder { get; init; }
    }

    private sealed class HeldFile
    {
        public HeldFile(OpenFile file) => File = file with { Holder = this };

        public OpenFile File { get; }

        public int Holders { get; set; } = 1;

        public int Readers { get; set; }
    }
}
