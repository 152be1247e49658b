using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores.Bolt;

/// <summary>
/// The pages that belong to one meta page of a file. Read, not mapped: a file that is cut while it is mapped ends the process that looks at
/// it (SIGBUS).
/// </summary>
internal sealed class BoltPages
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly BoltMeta _meta;
    private byte[]? _all;
    private long _read;

    /// <param name="path">The file, for errors.</param>
    /// <param name="handle">The file; stays the caller's.</param>
    /// <param name="meta">The meta page.</param>
    public BoltPages(string path, SafeFileHandle handle, BoltMeta meta)
    {
        _path = path;
        _handle = handle;
        _meta = meta;
    }

    /// <summary>Reads all pages there are into memory at once, which takes a moment only.</summary>
    /// <returns>False where they are too many (<see cref="Limits.BoltBytesAtOnce"/>).</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryReadAll()
    {
        if (_meta.HighWater > (ulong)(Limits.BoltBytesAtOnce / _meta.PageSize))
        {
            return false;
        }

        var all = GC.AllocateUninitializedArray<byte>((int)_meta.HighWater * _meta.PageSize);
        _all = all[..StoreFile.ReadAt(_handle, 0, all)];
        return true;
    }

    /// <summary>Reads a branch or leaf page with its continuation.</summary>
    /// <exception cref="OciFsException">It is not sound, or too much has been read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public BoltPage Load(ulong number)
    {
        if (number < 2 || number >= _meta.HighWater)
        {
            throw Invalid(number, $"the file has {_meta.HighWater} pages");
        }

        var first = Read(number, 1);
        var (own, overflow) = BoltPage.Header(first.Span);
        if (own != number)
        {
            throw Invalid(number, $"it says it is page {own}");
        }

        if (overflow >= _meta.HighWater - number)
        {
            throw Invalid(number, $"{overflow} pages cannot follow it");
        }

        var bytes = overflow == 0 ? first : Read(number, overflow + 1L);
        return BoltPage.Parse(bytes, out var page) is { } fault ? throw Invalid(number, fault) : page;
    }

    /// <summary>The error for what is wrong with a page.</summary>
    public OciFsException Invalid(ulong number, string fault) =>
        new(OciFsError.Invalid, $"{_path}: page {number}: {fault} (the file is damaged)");

    /// <summary>The error for what is wrong beyond a page.</summary>
    public OciFsException Invalid(string fault) => new(OciFsError.Invalid, $"{_path}: {fault} (the file is damaged)");

    private ReadOnlyMemory<byte> Read(ulong number, long count)
    {
        var length = count * _meta.PageSize;
        _read += length;
        if (_read > Limits.BoltBytesPerReading)
        {
            throw new OciFsException(
                OciFsError.LimitExceeded, $"{_path}: page {number}: over {Limits.BoltBytesPerReading} bytes of pages to read (damaged, or too large)");
        }

        // Page numbers are below the high water mark, which the file's length need not bear out.
        var offset = (Int128)number * _meta.PageSize;
        if (offset + length > long.MaxValue)
        {
            throw Invalid(number, "it lies behind the end of the file");
        }

        var bytes = _all is null ? FromFile((long)offset, (int)length) : offset >= _all.Length ? default : _all.AsMemory((int)offset);
        return bytes.Length < length ? throw Invalid(number, "it lies behind the end of the file") : bytes[..(int)length];
    }

    private ReadOnlyMemory<byte> FromFile(long offset, int length)
    {
        // What a page claims of its continuation is believed as far as the file goes only.
        if (length > _meta.PageSize && RandomAccess.GetLength(_handle) - length < offset)
        {
            return default;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        return bytes.AsMemory(0, StoreFile.ReadAt(_handle, offset, bytes));
    }
}
