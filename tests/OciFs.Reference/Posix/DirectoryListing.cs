using System.Buffers.Binary;

namespace OciFs.Reference.Posix;

/// <summary>getdents64(2): records of inode u64, offset i64, length u16, type u8, name with NUL.</summary>
internal static unsafe class DirectoryListing
{
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    public static IReadOnlyList<ByteString> Read(int fd)
    {
        var names = new List<ByteString>();
        var buffer = new byte[64 << 10];
        while (Fill(fd, buffer) is > 0 and var filled)
        {
            for (var at = 0; at < filled; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthOffset)))
            {
                var rest = buffer.AsSpan(at + NameOffset);
                var name = rest[..rest.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    names.Add(new ByteString(name));
            }
        }

        return names;
    }

    private static int Fill(int fd, byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            var filled = (int)LibC.getdents64(fd, start, (nuint)buffer.Length);
            return filled < 0 ? throw PosixFolder.Failed("getdents64", default) : filled;
        }
    }
}
