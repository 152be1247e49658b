using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OciFs.Stores.Unpacked;

/// <summary>Looks into a layer's folder. Paths are relative to it, without a slash before or behind; empty is the folder itself.</summary>
/// <param name="folder">The folder.</param>
/// <param name="marks">Which marks count in it.</param>
/// <param name="buffer">Room to work in, of <see cref="BufferBytes"/>; may be shared by readers that one thread uses.</param>
internal sealed unsafe class FolderReader(LayerFolder folder, OverlayMarks marks, byte[] buffer)
{
    /// <summary>No extended attribute, no list of their names and no link is longer on Linux (linux/limits.h).</summary>
    public const int BufferBytes = 64 << 10;

    /// <summary>Which marks count in the folder.</summary>
    public OverlayMarks Marks => marks;

    /// <summary>What stands at a path; null where there is nothing.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public FolderEntry? Find(ReadOnlySpan<byte> path)
    {
        int place;
        try
        {
            place = folder.OpenPath(path.IsEmpty ? "."u8 : path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        try
        {
            return Describe(place, path);
        }
        finally
        {
            _ = Interop.close(place);
        }
    }

    /// <summary>The names in a directory, sorted by bytes.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    public List<byte[]> List(ReadOnlySpan<byte> path)
    {
        var directory = folder.OpenDirectory(path.IsEmpty ? "."u8 : path);
        try
        {
            var names = new List<byte[]>();
            fixed (byte* start = buffer)
            {
                nint filled;
                while ((filled = Interop.getdents64(directory, start, (nuint)buffer.Length)) > 0)
                {
                    AddNames(buffer.AsSpan(0, (int)filled), names);
                }

                if (filled < 0)
                {
                    throw LayerFolder.Failure(folder.Path, path);
                }
            }

            CollectionsMarshal.AsSpan(names).Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
            return names;
        }
        finally
        {
            _ = Interop.close(directory);
        }
    }

    // struct linux_dirent64: u64 inode, s64 offset, u16 length, u8 type, name and NUL.
    private static void AddNames(ReadOnlySpan<byte> entries, List<byte[]> names)
    {
        const int lengthAt = 16, nameAt = 19;
        while (!entries.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entries[lengthAt..]);
            var name = entries[nameAt..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add(name.ToArray());
            }

            entries = entries[length..];
        }
    }

    private FolderEntry Describe(int place, ReadOnlySpan<byte> path)
    {
        var status = folder.StatusOf(place, path);
        return marks.Overridden(new FolderEntry(status, TargetOf(place, status.Mode, path), XattrsOf(place, path)));
    }

    private byte[] TargetOf(int place, uint mode, ReadOnlySpan<byte> path)
    {
        if (!UnixMode.IsSymbolicLink(mode))
        {
            return [];
        }

        byte none = 0;
        fixed (byte* start = buffer)
        {
            var length = Interop.readlinkat(place, &none, start, (nuint)buffer.Length);
            return length >= 0 ? buffer[..(int)length] : throw LayerFolder.Failure(folder.Path, path);
        }
    }

    private SortedDictionary<string, byte[]> XattrsOf(int place, ReadOnlySpan<byte> path)
    {
        var xattrs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        fixed (byte* file = Encoding.ASCII.GetBytes($"/proc/self/fd/{place}\0"), start = buffer)
        {
            var length = Interop.listxattr(file, start, (nuint)buffer.Length);
            if (length <= 0)
            {
                return length == 0 || Marshal.GetLastPInvokeError() == Interop.EOPNOTSUPP ? xattrs : throw LayerFolder.Failure(folder.Path, path);
            }

            foreach (var name in Encoding.Latin1.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                fixed (byte* wanted = Encoding.Latin1.GetBytes(name + "\0"))
                {
                    var count = Interop.getxattr(file, wanted, start, (nuint)buffer.Length);
                    if (count >= 0)
                    {
                        xattrs[name] = buffer[..(int)count];
                    }
                    else if (Marshal.GetLastPInvokeError() != Interop.ENODATA)
                    {
                        throw LayerFolder.Failure(folder.Path, path);
                    }
                }
            }
        }

        return xattrs;
    }
}
