using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse;

/// <summary>Takes the entries of a directory and lays them out for the kernel, plain or with attributes.</summary>
/// <remarks>The buffer stays the caller's. Records are <c>fuse_dirent</c> or <c>fuse_direntplus</c>, padded to 8 bytes.</remarks>
/// <param name="buffer">Where the records go.</param>
/// <param name="withAttributes">Whether the kernel asked by READDIRPLUS.</param>
public ref struct DirectoryWriter(Span<byte> buffer, bool withAttributes)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Whether attributes are wanted: then the full <c>TryAdd</c> saves the kernel a lookup an entry.</summary>
    public readonly bool WithAttributes { get; } = withAttributes;

    /// <summary>Number of bytes laid out.</summary>
    public int Written { get; private set; }

    /// <summary>Whether an entry has been refused.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds an entry and what a lookup of it would answer.</summary>
    /// <param name="name">Its name: 1…1024 bytes without "/" and NUL.</param>
    /// <param name="nextCookie">Where the list goes on after it: positive, unlike all others of the directory.</param>
    /// <param name="entry">The answer; never missing.</param>
    /// <returns>False when there is no room left; the entry is then to be the first of the next call.</returns>
    public bool TryAdd(ReadOnlySpan<byte> name, long nextCookie, in Entry entry)
    {
        if (!WithAttributes)
            return TryAddPlain(name, nextCookie, entry.Attributes.Inode, entry.Attributes.Type);
        if (!TryReserve(name, Unsafe.SizeOf<fuse_entry_out>(), out var record))
            return false;
        MemoryMarshal.Write(record, fuse_entry_out.From(entry));
        WriteDirent(record[Unsafe.SizeOf<fuse_entry_out>()..], name, nextCookie, entry.Attributes.Inode, entry.Attributes.Type);
        return true;
    }

    /// <summary>Adds an entry of which the kernel learns no more than number and type: always so for "." and "..".</summary>
    /// <param name="name">Its name: 1…1024 bytes without "/" and NUL.</param>
    /// <param name="nextCookie">Where the list goes on after it: positive, unlike all others of the directory.</param>
    /// <param name="inode">Its inode number.</param>
    /// <param name="type">Its type.</param>
    /// <returns>False when there is no room left; the entry is then to be the first of the next call.</returns>
    public bool TryAdd(ReadOnlySpan<byte> name, long nextCookie, ulong inode, FileType type)
    {
        if (!WithAttributes)
            return TryAddPlain(name, nextCookie, inode, type);
        if (!TryReserve(name, Unsafe.SizeOf<fuse_entry_out>(), out var record))
            return false;
        // A zero nodeid tells the kernel to take no lookup from the record.
        record[..Unsafe.SizeOf<fuse_entry_out>()].Clear();
        WriteDirent(record[Unsafe.SizeOf<fuse_entry_out>()..], name, nextCookie, inode, type);
        return true;
    }

    private bool TryAddPlain(ReadOnlySpan<byte> name, long nextCookie, ulong inode, FileType type)
    {
        if (!TryReserve(name, 0, out var record))
            return false;
        WriteDirent(record, name, nextCookie, inode, type);
        return true;
    }

    private bool TryReserve(ReadOnlySpan<byte> name, int prefix, out Span<byte> record)
    {
        if (name.Length is 0 or > WireLimits.MaxName || name.IndexOfAny((byte)'/', (byte)0) >= 0)
            throw new ArgumentException("not a name that a directory can hold", nameof(name));
        var length = WireLimits.Align8(prefix + Unsafe.SizeOf<fuse_dirent>() + name.Length);
        if (IsFull || length > _buffer.Length - Written)
        {
            IsFull = true;
            record = default;
            return false;
        }
        record = _buffer.Slice(Written, length);
        Written += length;
        return true;
    }

    private static void WriteDirent(Span<byte> record, ReadOnlySpan<byte> name, long nextCookie, ulong inode, FileType type)
    {
        var dirent = new fuse_dirent { ino = inode, off = (ulong)nextCookie, namelen = (uint)name.Length, type = (uint)type };
        MemoryMarshal.Write(record, dirent);
        name.CopyTo(record[Unsafe.SizeOf<fuse_dirent>()..]);
        record[(Unsafe.SizeOf<fuse_dirent>() + name.Length)..].Clear();
    }
}
