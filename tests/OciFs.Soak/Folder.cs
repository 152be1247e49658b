using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OciFs.Soak;

/// <summary>A directory as getdents64(2) gives it.</summary>
internal static unsafe class Folder
{
    private const int BufferSize = 16 << 10;

    /// <summary>Its names and the offsets behind each, without . and ..</summary>
    /// <param name="path">The directory.</param>
    /// <param name="from">An offset that was given before; 0 for all.</param>
    public static List<(string Name, long Next)> List(string path, long from = 0)
    {
        int descriptor;
        do
            descriptor = Native.open(path, Native.O_RDONLY | Native.Folder | Native.O_CLOEXEC);
        while (descriptor < 0 && Native.WasInterrupted);
        if (descriptor < 0)
            throw new Mismatch($"open {path}: errno {Marshal.GetLastPInvokeError()}");
        try
        {
            if (from != 0 && Native.lseek(descriptor, from, Native.SEEK_SET) != from)
                throw new Mismatch($"lseek {path}: errno {Marshal.GetLastPInvokeError()}");
            return Read(path, descriptor);
        }
        finally
        {
            _ = Native.close(descriptor);
        }
    }

    private static List<(string Name, long Next)> Read(string path, int descriptor)
    {
        var names = new List<(string, long)>();
        var buffer = new byte[BufferSize];
        while (true)
        {
            nint read;
            fixed (byte* bytes = buffer)
                read = Native.getdents64(descriptor, bytes, BufferSize);
            if (read < 0 && Native.WasInterrupted)
                continue;
            if (read < 0)
                throw new Mismatch($"getdents {path}: errno {Marshal.GetLastPInvokeError()}");
            if (read == 0)
                return names;
            for (var rest = buffer.AsSpan(0, (int)read); !rest.IsEmpty; rest = rest[BinaryPrimitives.ReadUInt16LittleEndian(rest[16..])..])
            {
                // struct linux_dirent64: inode 8, offset 8, length 2, type 1, name.
                var name = Encoding.UTF8.GetString(rest[19..][..rest[19..].IndexOf((byte)0)]);
                if (name is not ("." or ".."))
                    names.Add((name, BinaryPrimitives.ReadInt64LittleEndian(rest[8..])));
            }
        }
    }
}
