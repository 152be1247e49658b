using System.Buffers.Binary;
using System.Text;

namespace OciFs.Fuse.Tests.Support;

/// <summary>Builds requests by hand, independently of the structures under test.</summary>
internal static class Requests
{
    public const ulong Unique = 0x1122334455667788;

    public static byte[] Build(uint opcode, ulong node, params ReadOnlySpan<byte> body)
    {
        var request = new byte[40 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(request, (uint)request.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(4), opcode);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(8), Unique);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(16), node);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(24), 1000);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(28), 100);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(32), 4242);
        body.CopyTo(request.AsSpan(40));
        return request;
    }

    public static byte[] Name(uint opcode, ulong node, string name) => Build(opcode, node, [.. Encoding.UTF8.GetBytes(name), 0]);

    public static byte[] Read(uint opcode, ulong node, ulong offset, uint size)
    {
        var body = new byte[40];
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(8), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(16), size);
        return Build(opcode, node, body);
    }

    public static byte[] Xattr(uint opcode, ulong node, uint size, string? name)
    {
        var body = new byte[8 + (name is null ? 0 : name.Length + 1)];
        BinaryPrimitives.WriteUInt32LittleEndian(body, size);
        Encoding.UTF8.GetBytes(name ?? "").CopyTo(body, 8);
        return Build(opcode, node, body);
    }

    public static byte[] Init(uint major, uint minor, uint flags, uint? flags2)
    {
        var body = new byte[flags2 is null ? 16 : 64];
        BinaryPrimitives.WriteUInt32LittleEndian(body, major);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), minor);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(8), 0x20000);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(12), flags);
        if (flags2 is { } high)
            BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(16), high);
        return Build(26, 0, body);
    }

    public static byte[] UInt64(uint opcode, ulong node, ulong value)
    {
        var body = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(body, value);
        return Build(opcode, node, body);
    }

    public static int Error(ReadOnlySpan<byte> reply) => -BinaryPrimitives.ReadInt32LittleEndian(reply[4..]);
}
