using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores.Bolt;

/// <summary>
/// A bbolt file, open to be read while another process may write to it. No lock is taken: what is read is of one transaction because the
/// meta pages say so afterwards.
/// </summary>
/// <remarks>
/// A writer never changes pages that the newest committed transaction uses; it takes those that only older ones used. What was read by
/// the meta page of a transaction is therefore right as long as, afterwards, that one is still the newest.
/// </remarks>
internal sealed class BoltFile : IDisposable
{
    // Every second one reads the whole file in one go: some milliseconds for a large one, while a commit waits for the disk twice.
    private const int Attempts = 20;

    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private BoltFile(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="missing">What to say where it is not there, with a hint.</param>
    /// <exception cref="OciFsException">It cannot be opened.</exception>
    public static BoltFile Open(string path, string missing) => new(path, StoreFile.Open(path, path, missing));

    /// <summary>The newest sound meta page now.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: none is sound; <see cref="OciFsError.Unavailable"/>.</exception>
    public BoltMeta Newest()
    {
        try
        {
            return FindNewest();
        }
        catch (IOException error)
        {
            throw Unavailable(error);
        }
    }

    /// <summary>Reads what one transaction has left.</summary>
    /// <param name="read">Reads, beginning with the root bucket; may be run again, and must have no other effect than its result.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.Invalid"/>: the file is not sound; <see cref="OciFsError.LimitExceeded"/>; <see cref="OciFsError.Unavailable"/>: it cannot be
    /// read, or is written to all the time; or by <paramref name="read"/>.
    /// </exception>
    public T Read<T>(Func<BoltMeta, BoltBucket, T> read) => TryRead(read, out var result)
        ? result
        : throw new OciFsException(OciFsError.Unavailable, $"{_path}: written to faster than it can be read (try again)");

    /// <summary>As <see cref="Read"/>; false where the file is written to all the time.</summary>
    /// <exception cref="OciFsException">As <see cref="Read"/>, but for that.</exception>
    public bool TryRead<T>(Func<BoltMeta, BoltBucket, T> read, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                if (TryOnce(read, attempt % 2 == 0, out result))
                {
                    return true;
                }
            }
        }
        catch (IOException error)
        {
            throw Unavailable(error);
        }

        result = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private bool TryOnce<T>(Func<BoltMeta, BoltBucket, T> read, bool atOnce, [MaybeNullWhen(false)] out T result)
    {
        var meta = FindNewest();
        var pages = new BoltPages(_path, _handle, meta);
        var isWhole = atOnce && pages.TryReadAll();
        if (isWhole && FindNewest() != meta)
        {
            result = default;
            return false;
        }

        try
        {
            result = read(meta, new BoltBucket(pages, meta.Root));
            return isWhole || FindNewest() == meta;
        }
        catch (OciFsException) when (!isWhole && FindNewest() != meta)
        {
            // Pages that a writer has taken meanwhile.
            result = default;
            return false;
        }
    }

    private BoltMeta FindNewest()
    {
        Span<byte> page = stackalloc byte[BoltMeta.Length];
        if (MetaAt(0, page) is not { } first)
        {
            return FindSecond(page);
        }

        return MetaAt(first.PageSize, page) is { } second && second.PageSize == first.PageSize && second.Transaction > first.Transaction ? second : first;
    }

    // Where the first meta page is not sound, nothing says how large pages are: the second says it itself where it is found.
    private BoltMeta FindSecond(Span<byte> page)
    {
        for (var size = BoltMeta.MinPageSize; size <= BoltMeta.MaxPageSize; size *= 2)
        {
            if (MetaAt(size, page) is { } meta && meta.PageSize == size)
            {
                return meta;
            }
        }

        throw new OciFsException(OciFsError.Invalid, $"{_path}: neither of its two meta pages is sound (the file is damaged, or no bbolt file)");
    }

    private BoltMeta? MetaAt(long offset, Span<byte> page) =>
        BoltMeta.TryParse(page[..StoreFile.ReadAt(_handle, offset, page)], out var meta) ? meta : null;

    private OciFsException Unavailable(IOException error) =>
        new(OciFsError.Unavailable, $"{_path}: cannot be read: {error.Message}", error);
}
