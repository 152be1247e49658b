using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OciFs.Fuse.Wire;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of a sequence of FUSE requests, each of which begins with its length (struct fuse_in_header).</summary>
internal static class FuseMutations
{
    public const int HeaderLength = 40;

    private static readonly FuseOpcode[] Opcodes = Enum.GetValues<FuseOpcode>();
    private static readonly FuseOpcode[] Answered =
    [
        FuseOpcode.FUSE_LOOKUP, FuseOpcode.FUSE_GETATTR, FuseOpcode.FUSE_READLINK, FuseOpcode.FUSE_READ, FuseOpcode.FUSE_READDIR,
        FuseOpcode.FUSE_READDIRPLUS, FuseOpcode.FUSE_GETXATTR, FuseOpcode.FUSE_LISTXATTR, FuseOpcode.FUSE_OPEN, FuseOpcode.FUSE_OPENDIR,
        FuseOpcode.FUSE_LSEEK, FuseOpcode.FUSE_STATFS,
    ];

    public static readonly IReadOnlyList<Mutation> All = [PutOpcode, PutNode, PutNode, PutNumber, PutNumber, Append, Append, ReplaceName];

    /// <summary>Lengths that lead from one request to the next, the last one to the end.</summary>
    public static void FixLengths(Span<byte> requests)
    {
        while (requests.Length >= HeaderLength)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(requests);
            if (length < HeaderLength || length > requests.Length)
                BinaryPrimitives.WriteInt32LittleEndian(requests, length = requests.Length);
            requests = requests[length..];
        }
    }

    /// <summary>A request with a whole header.</summary>
    public static byte[] Build(FuseOpcode opcode, ulong node, params ReadOnlySpan<byte> body)
    {
        var request = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(4), (uint)opcode);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(8), 0x1122334455667788);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(16), node);
        body.CopyTo(request.AsSpan(HeaderLength));
        return request;
    }

    private static void PutOpcode(List<byte> bytes, Random random)
    {
        if (Request(bytes, random) is { } at)
            BinaryPrimitives.WriteUInt32LittleEndian(Span(bytes, at + 4), (uint)Opcodes[random.Next(Opcodes.Length)]);
    }

    private static void PutNode(List<byte> bytes, Random random)
    {
        if (Request(bytes, random) is { } at)
            BinaryPrimitives.WriteUInt64LittleEndian(Span(bytes, at + 16), Node(random));
    }

    /// <summary>Offset and size of a read, size of an attribute's buffer.</summary>
    private static void PutNumber(List<byte> bytes, Random random)
    {
        if (Request(bytes, random) is not { } at)
            return;
        var place = Span(bytes, at + HeaderLength);
        var offset = random.Next(6) * 4;
        if (offset + 8 <= place.Length)
            BinaryPrimitives.WriteInt64LittleEndian(place[offset..], random.Next(2) == 0 ? random.Next(-2, 5000) : 1L << random.Next(64));
    }

    private static void Append(List<byte> bytes, Random random)
    {
        var body = new byte[random.Next(2) == 0 ? 40 : random.Next(64)];
        if (random.Next(2) == 0)
            body = [.. new byte[random.Next(2) * 8], .. Name(random), 0];
        else if (body.Length >= 20)
            (body[17], body[2]) = (16, (byte)random.Next(2));
        bytes.AddRange(Build(Answered[random.Next(Answered.Length)], Node(random), body));
    }

    private static void ReplaceName(List<byte> bytes, Random random)
    {
        if (Request(bytes, random) is not { } at)
            return;
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(Build(FuseOpcode.FUSE_LOOKUP, Node(random), [.. Name(random), 0]));
    }

    private static ReadOnlySpan<byte> Name(Random random)
    {
        string[] names =
        [
            "images", "image:1", "image", "platforms", "linux-amd64", "layers", "00", "01", "diff", "rootfs", "error", "dir", "file", "tar",
            "blob", "info.json", "user.a", "user.ocifs.layer", "user.ocifs.digest", "system.posix_acl_access", ".ocifs", "status.json", "%00", "",
            ".", "..", "a/b", "sha256", ".wh.dir", "repositories", "blobs", "sparse", "xattrs",
        ];
        return System.Text.Encoding.UTF8.GetBytes(names[random.Next(names.Length)]);
    }

    private static ulong Node(Random random) => random.Next(4) switch
    {
        0 => (ulong)random.NextInt64() << random.Next(64),
        1 => ((ulong)random.Next(8) << 40) | ((ulong)random.Next(4) << 28) | (uint)random.Next(40),
        _ => (ulong)random.Next(256),
    };

    private static Span<byte> Span(List<byte> bytes, int at) => CollectionsMarshal.AsSpan(bytes)[at..];

    private static int? Request(List<byte> bytes, Random random)
    {
        var starts = new List<int>();
        for (var at = 0; at + HeaderLength <= bytes.Count;)
        {
            starts.Add(at);
            at += Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(Span(bytes, at)), HeaderLength, bytes.Count - at);
        }

        return starts.Count > 0 ? starts[random.Next(starts.Count)] : null;
    }
}
