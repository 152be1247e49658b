using System.Buffers.Binary;
using OciFs.Fuse.Session;
using OciFs.Fuse.Wire;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.Host;
using OciFs.Layers;
using OciFs.References;
using OciFs.Tests.Views;
using OciFs.Views;

namespace OciFs.Fuzz.Harnesses;

/// <summary>
/// Requests of a kernel that may be no kernel, to the dispatcher over the tree of a small store: one well-formed reply each, or none, and
/// no exception behind it. Node numbers below 256 stand for nodes that the tree has.
/// </summary>
internal sealed class FuseHarness : Harness
{
    private const int Known = 256;
    private const ulong Running = ulong.MaxValue;

    private static readonly Lazy<(TreeFileSystem Files, ulong[] Nodes)> Tree = new(Open);

    private readonly byte[] _reply = new byte[1 << 21];
    private readonly Deferral _deferral = new();

    public override string Name => "fuse";

    public override int MostBytes => 2 << 10;

    public override IReadOnlyList<Mutation> Mutations => FuseMutations.All;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var opcode in Enum.GetValues<FuseOpcode>())
            yield return FuseMutations.Build(opcode, 1, new byte[64]);
        var read = new byte[40];
        read[17] = 16;
        for (byte node = 0; node < 200; node++)
        {
            yield return
            [
                .. FuseMutations.Build(FuseOpcode.FUSE_GETATTR, node, new byte[16]), .. FuseMutations.Build(FuseOpcode.FUSE_READ, node, read),
                .. FuseMutations.Build(FuseOpcode.FUSE_READDIRPLUS, node, read), .. FuseMutations.Build(FuseOpcode.FUSE_READLINK, node),
                .. FuseMutations.Build(FuseOpcode.FUSE_LISTXATTR, node, 0, 16, 0, 0, 0, 0, 0, 0),
            ];
        }
    }

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(16) != 0)
            FuseMutations.FixLengths(input);
        return input;
    }

    public override void Run(byte[] input)
    {
        var (files, nodes) = Tree.Value;
        Exception? error = null;
        var dispatcher = new Dispatcher(files, new SessionOptions { OnError = thrown => error = thrown }, unique => unique == Running);
        var counters = new OperationCounters();
        dispatcher.Process(Init(), _reply, counters, _deferral);
        foreach (var request in Requests(input))
        {
            if (request.Length >= FuseMutations.HeaderLength && BinaryPrimitives.ReadUInt64LittleEndian(request.AsSpan(16)) is > 1 and < Known and var number)
                BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(16), nodes[number % (ulong)nodes.Length]);
            var length = Answer(dispatcher, request, counters);
            if (error is not null)
                throw new InvalidOperationException("a request that fails by an exception", error);
            Check(request, _reply.AsSpan(0, length));
        }
    }

    private int Answer(Dispatcher dispatcher, byte[] request, OperationCounters counters)
    {
        while (true)
        {
            var length = dispatcher.Process(request, _reply, counters, _deferral);
            if (_deferral.Ready is not { } ready)
                return length;
            ((IAsyncResult)ready).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Check(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var opcode = request.Length < FuseMutations.HeaderLength ? default : (FuseOpcode)BinaryPrimitives.ReadUInt32LittleEndian(request[4..]);
        var isInterrupt = opcode == FuseOpcode.FUSE_INTERRUPT && request.Length >= 48
            && BinaryPrimitives.ReadUInt64LittleEndian(request[40..]) == Running && BinaryPrimitives.ReadInt32LittleEndian(request) == request.Length;
        var isSilent = request.Length < FuseMutations.HeaderLength || isInterrupt
            || opcode is FuseOpcode.FUSE_FORGET or FuseOpcode.FUSE_BATCH_FORGET or FuseOpcode.FUSE_NOTIFY_REPLY;
        var isSound = isSilent
            ? reply.IsEmpty
            : reply.Length >= 16 && BinaryPrimitives.ReadInt32LittleEndian(reply) == reply.Length && reply.Slice(8, 8).SequenceEqual(request.Slice(8, 8))
                && BinaryPrimitives.ReadInt32LittleEndian(reply[4..]) is var errno && (errno == 0 || (errno is > -512 and < 0 && reply.Length == 16));
        if (!isSound)
            throw new FindingException($"no sound reply: to {Convert.ToHexStringLower(request)} came {Convert.ToHexStringLower(reply[..Math.Min(64, reply.Length)])}");
    }

    /// <summary>Cut by their own lengths; where one is wrong, all that is left is one request.</summary>
    private static IEnumerable<byte[]> Requests(byte[] input)
    {
        for (var at = 0; at < input.Length;)
        {
            var rest = input.AsSpan(at);
            var length = rest.Length < FuseMutations.HeaderLength ? 0 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < FuseMutations.HeaderLength || length > rest.Length)
                length = rest.Length;
            yield return rest[..length].ToArray();
            at += length;
        }
    }

    /// <summary>INIT of protocol 7.45 with all features on offer.</summary>
    private static byte[] Init()
    {
        var body = new byte[64];
        body[0] = 7;
        body[4] = 45;
        body.AsSpan(10, 10).Fill(0xFF);
        return FuseMutations.Build(FuseOpcode.FUSE_INIT, 0, body);
    }

    private static (TreeFileSystem Files, ulong[] Nodes) Open()
    {
        var tree = new ImageTree(new MemoryStore([SampleLayers.Base, SampleLayers.Rich]), new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, _ => { }),
            Status = () => "{}\n"u8.ToArray(),
        });
        return (new TreeFileSystem(tree, NodeId.Root, default, _ => { }, new TreeReaders()), [.. NodesOf(new PatientTree(tree))]);
    }

    private static List<ulong> NodesOf(PatientTree tree)
    {
        var nodes = new List<ulong> { NodeId.Root.Value };
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = new NodeId(nodes[i]);
            if (!IsDirectory(tree, node))
                continue;
            var directory = tree.OpenDirectory(node, true);
            for (long place = 0; directory.TryGet(place, out var item); place = item.Next)
                nodes.Add(tree.Lookup(node, item.Name).Node.Value);
        }

        return nodes;
    }

    /// <summary>A hard link of a diff whose target is in no layer has no attributes.</summary>
    private static bool IsDirectory(PatientTree tree, NodeId node)
    {
        try
        {
            return UnixMode.IsDirectory(tree.GetAttributes(node).Mode);
        }
        catch (OciFsException)
        {
            return false;
        }
    }
}
