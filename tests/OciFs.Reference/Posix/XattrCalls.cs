namespace OciFs.Reference.Posix;

/// <summary>llistxattr(2) and lgetxattr(2); both are limited to 64 KiB by the kernel, xattr(7).</summary>
internal static unsafe class XattrCalls
{
    private const int KernelLimit = 64 << 10;

    public static IReadOnlyList<ByteString> Names(byte[] path, ByteString shown)
    {
        var names = new List<ByteString>();
        var buffer = new byte[KernelLimit];
        int length;
        fixed (byte* start = buffer)
            length = (int)LibC.llistxattr(path, start, KernelLimit);
        if (length < 0)
            throw PosixFolder.Failed("llistxattr", shown);
        for (var rest = buffer.AsSpan(0, length); !rest.IsEmpty; rest = rest[(names[^1].Length + 1)..])
            names.Add(new ByteString(rest[..rest.IndexOf((byte)0)]));
        return names;
    }

    public static ByteString Value(byte[] path, ByteString name, ByteString shown)
    {
        var buffer = new byte[KernelLimit];
        fixed (byte* start = buffer)
        {
            var length = (int)LibC.lgetxattr(path, name.ToCString(), start, KernelLimit);
            return length < 0 ? throw PosixFolder.Failed("lgetxattr", shown) : new ByteString(buffer.AsSpan(0, length));
        }
    }
}
