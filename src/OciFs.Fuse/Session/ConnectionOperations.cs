using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>INIT, INTERRUPT.</summary>
internal static class ConnectionOperations
{
    public static Errno Init(Dispatcher dispatcher, ref Exchange exchange)
    {
        if (!RequestReader.TryReadInit(exchange.Body, out var request))
            return Errno.EINVAL;
        var errno = Negotiation.Answer(request, dispatcher.Options, dispatcher.PrepareRing, out var reply, out var connection);
        dispatcher.Negotiated(errno, request, connection);
        if (errno == Errno.None)
            exchange.Reply.Write(reply);
        return errno;
    }

    /// <summary>Refuses a request that waits. To EAGAIN the kernel asks again, or finds that the request is answered meanwhile.</summary>
    public static Errno Interrupt(Dispatcher dispatcher, ref Exchange exchange)
    {
        RequestReader.TryRead<fuse_interrupt_in>(exchange.Body, out var interrupt);
        return dispatcher.Interrupt(interrupt.unique) ? Errno.None : Errno.EAGAIN;
    }
}
