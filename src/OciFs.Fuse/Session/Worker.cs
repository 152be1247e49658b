using System.Diagnostics;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>One thread of a session: takes a request, answers it or has it wait, takes the next.</summary>
internal sealed class Worker(WorkerPool pool, Channel channel, Responder responder) : IDisposable
{
    /// <summary>Answers what this thread takes; owns the channel.</summary>
    public Responder Responder => responder;

    /// <summary>Works until the mount ends or the pool has too many idle workers. Counts as idle when it begins.</summary>
    public void Run()
    {
        do
        {
            if (!channel.Receive(out var request))
            {
                pool.Closed(this);
                return;
            }
            var known = RequestReader.TryRead<fuse_in_header>(request, out var header);
            pool.Busy(known && MayTakeLong(header.opcode));
            responder.Answer(request, header.unique, Stopwatch.GetTimestamp());
        }
        while (!pool.IdleOrLeave(this));
    }

    /// <inheritdoc/>
    public void Dispose() => responder.Dispose();

    private static bool MayTakeLong(uint opcode) =>
        (FuseOpcode)opcode is not (FuseOpcode.FUSE_FORGET or FuseOpcode.FUSE_BATCH_FORGET or FuseOpcode.FUSE_INTERRUPT);
}
