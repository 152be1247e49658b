using System.Buffers.Binary;
using OciFs.Fuse.Tests.Support;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Tests.Wire;

/// <summary>Whatever comes from the device: no exception, and one well-formed reply or none.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 60_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2026)]
    public void MutatedRequestsGetOneReplyOrNone(int seed)
    {
        var random = new Random(seed);
        var files = MemoryFileSystem.Sample();
        files.Root.SetXattr("user.a", new byte[100]);
        var server = new WireServer(files);
        server.RunningRequest = ulong.MaxValue;
        server.Init();
        var seeds = Seeds().ToArray();
        var replies = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var request = Mutate(seeds[random.Next(seeds.Length)], random);
            var reply = server.Ask(request);
            replies += reply.Length > 0 ? 1 : 0;
            Check(request, reply);
        }
        Assert.Empty(server.Errors);
        Assert.InRange(replies, Rounds / 2, Rounds - 1);
    }

    private static IEnumerable<byte[]> Seeds()
    {
        yield return Requests.Name(1, 1, "hello");
        yield return Requests.Name(1, 1, "folder");
        yield return Requests.Build(3, 2, new byte[16]);
        yield return Requests.Build(5, 5);
        yield return Requests.Read(15, 2, 0, 4096);
        yield return Requests.Read(28, 1, 0, 4096);
        yield return Requests.Read(44, 1, 2, 4096);
        yield return Requests.Xattr(22, 1, 100, "user.a");
        yield return Requests.Xattr(23, 1, 0, null);
        yield return Requests.Init(7, 45, uint.MaxValue, 0xff);
        yield return Requests.UInt64(36, 0, 44);
        yield return Requests.UInt64(2, 2, 1);
        foreach (var opcode in Enum.GetValues<FuseOpcode>())
            yield return Requests.Build((uint)opcode, 1, new byte[64]);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var length = random.Next(4) == 0 ? random.Next(seed.Length + 40) : seed.Length;
        var request = new byte[length];
        seed.AsSpan(0, Math.Min(length, seed.Length)).CopyTo(request);
        for (var n = random.Next(6); n > 0 && length > 0; n--)
        {
            var at = random.Next(3) == 0 ? random.Next(Math.Min(length, 24)) : random.Next(length);
            request[at] = random.Next(4) switch
            {
                0 => 0,
                1 => 0xff,
                2 => (byte)(request[at] ^ (1 << random.Next(8))),
                _ => (byte)random.Next(256),
            };
        }
        // Mostly with the right length, without which nothing behind the header is looked at.
        if (length >= 4 && random.Next(4) != 0)
            BinaryPrimitives.WriteUInt32LittleEndian(request, (uint)length);
        return request;
    }

    private static void Check(byte[] request, ReadOnlySpan<byte> reply)
    {
        if (request.Length < 40)
        {
            Assert.Equal(0, reply.Length);
            return;
        }
        var opcode = BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(4));
        var interrupted = opcode == 36
            && request.Length >= 48
            && BinaryPrimitives.ReadUInt64LittleEndian(request.AsSpan(40)) == ulong.MaxValue;
        if (opcode is 2 or 41 or 42 || interrupted)
        {
            Assert.Equal(0, reply.Length);
            return;
        }
        Assert.True(reply.Length >= 16, $"no reply to {Hex.Text(request)}");
        Assert.Equal((uint)reply.Length, BinaryPrimitives.ReadUInt32LittleEndian(reply));
        var error = BinaryPrimitives.ReadInt32LittleEndian(reply[4..]);
        Assert.InRange(error, -511, 0);
        if (error != 0)
            Assert.Equal(16, reply.Length);
        Assert.Equal(request.AsSpan(8, 8), reply.Slice(8, 8));
    }
}
