using System.Diagnostics;
using System.Runtime.CompilerServices;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>Turns request bytes into reply bytes by the operation table. Needs no kernel; used by many threads at once.</summary>
/// <param name="fileSystem">Answers what is about files.</param>
/// <param name="options">Limits, and where errors are told.</param>
/// <param name="interrupt">Refuses the waiting request of a number; false when there is none.</param>
internal sealed class Dispatcher(FuseFileSystem fileSystem, SessionOptions options, Func<ulong, bool> interrupt)
{
    private readonly TaskCompletionSource<Connection> _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Connection _connection = Connection.None;

    /// <summary>The filesystem served.</summary>
    public FuseFileSystem FileSystem => fileSystem;

    /// <summary>The server's limits.</summary>
    public SessionOptions Options => options;

    /// <summary>Asked when the kernel offers io_uring: makes what that needs, and says whether it is there.</summary>
    public Func<bool> PrepareRing { get; init; } = () => false;

    /// <summary>What INIT agreed upon.</summary>
    public Connection Connection => _connection;

    /// <summary>Completes with INIT; faulted by a <see cref="FuseMountException"/> when there is no version in common.</summary>
    public Task<Connection> Handshake => _handshake.Task;

    /// <summary>Refuses a request that waits or is in hand.</summary>
    /// <param name="unique">Its number.</param>
    /// <returns>False when there is none.</returns>
    public bool Interrupt(ulong unique) => interrupt(unique);

    /// <summary>Takes note of INIT's outcome.</summary>
    /// <param name="errno">Whether it failed.</param>
    /// <param name="request">What the kernel offered.</param>
    /// <param name="connection">What was agreed; null when the kernel will ask again.</param>
    public void Negotiated(Errno errno, fuse_init_in request, Connection? connection)
    {
        if (errno != Errno.None)
        {
            var message = $"this kernel speaks FUSE {request.major}.{request.minor}, at least "
                + $"{Negotiation.Major}.{Negotiation.OldestMinor} is needed (Linux 5.4 or newer)";
            _handshake.TrySetException(new FuseMountException(FuseMountError.ProtocolTooOld, message));
        }
        else if (connection is not null)
        {
            _connection = connection;
            _handshake.TrySetResult(connection);
        }
    }

    /// <summary>Answers one request.</summary>
    /// <param name="request">The message as read from the device.</param>
    /// <param name="reply">Takes the reply; at least <see cref="WireLimits.MinReplyBuffer"/> bytes, apart from the request.</param>
    /// <param name="counters">Counts it, unless it is deferred; owned by the calling thread.</param>
    /// <param name="deferral">Tells whether the answer has to wait; likewise.</param>
    /// <param name="received">When it was received (<see cref="Stopwatch.GetTimestamp"/>); 0 for now.</param>
    /// <returns>The reply's length; 0 when none must be sent, now or at all.</returns>
    public int Process(ReadOnlySpan<byte> request, Span<byte> reply, OperationCounters counters, Deferral deferral, long received = 0)
    {
        received = received == 0 ? Stopwatch.GetTimestamp() : received;
        deferral.Clear();
        if (!RequestReader.TryRead<fuse_in_header>(request, out var header))
            return 0;
        var operation = OperationTable.Find(header.opcode);
        var exchange = new Exchange
        {
            Header = header,
            Body = request[Unsafe.SizeOf<fuse_in_header>()..],
            Context = new RequestContext(header.unique, header.uid, header.gid, header.pid) { Deferral = deferral },
            Reply = new ReplyWriter(reply),
        };
        var errno = header.len == (uint)request.Length ? Invoke(operation, ref exchange) : Errno.EIO;
        if (deferral.Ready is not null)
            return 0;
        var wanted = operation.Reply == ReplyRule.Always || (operation.Reply == ReplyRule.OnError && errno != Errno.None);
        var length = wanted ? exchange.Reply.Finish(header.unique, errno) : 0;
        if (operation.Opcode == FuseOpcode.FUSE_READ)
            counters.CountRead(length - Unsafe.SizeOf<fuse_out_header>());
        counters.Count(operation, errno, Since(received));
        return length;
    }

    /// <summary>Answers a request that was deferred and then interrupted.</summary>
    /// <param name="request">The message.</param>
    /// <param name="reply">As with <see cref="Process"/>.</param>
    /// <param name="counters">Counts it.</param>
    /// <param name="received">When it was received.</param>
    /// <returns>The reply's length.</returns>
    public static int Refuse(ReadOnlySpan<byte> request, Span<byte> reply, OperationCounters counters, long received)
    {
        RequestReader.TryRead<fuse_in_header>(request, out var header);
        counters.Count(OperationTable.Find(header.opcode), Errno.EINTR, Since(received));
        return new ReplyWriter(reply).Finish(header.unique, Errno.EINTR);
    }

    // The clock's unit is a nanosecond on Linux (Stopwatch.Frequency).
    private static long Since(long received) => Stopwatch.GetTimestamp() - received;

    private Errno Invoke(Operation operation, ref Exchange exchange)
    {
        if (exchange.Body.Length < operation.MinimumBody)
            return Errno.EINVAL;
        if (operation.EndsWithName)
        {
            if (!RequestReader.TryReadName(exchange.Body[operation.MinimumBody..], out var name))
                return Errno.EINVAL;
            exchange.Name = name;
        }
        try
        {
            return operation.Handler(this, ref exchange);
        }
        catch (Exception exception)
        {
            options.OnError?.Invoke(exception);
            return Errno.EIO;
        }
    }
}
