using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Support;

/// <summary>A dispatcher without a kernel: request bytes in, reply bytes out.</summary>
internal sealed class WireServer
{
    private readonly byte[] _reply = new byte[1 << 17];
    private readonly Deferral _deferral = new();

    public WireServer(FuseFileSystem fileSystem, SessionOptions? options = null)
    {
        var settings = (options ?? new SessionOptions()) with { OnError = Errors.Add };
        Dispatcher = new Dispatcher(fileSystem, settings, unique => unique == WaitingRequest);
    }

    /// <summary>The number that INTERRUPT finds waiting.</summary>
    public ulong WaitingRequest { get; set; }

    public Dispatcher Dispatcher { get; }

    public OperationCounters Counters { get; } = new();

    public List<Exception> Errors { get; } = [];

    /// <summary>The reply; of a request that is deferred, when it comes.</summary>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        while (true)
        {
            var length = Dispatcher.Process(request, _reply, Counters, _deferral);
            if (_deferral.Ready is not { } ready)
                return _reply.AsSpan(0, length);
            ((IAsyncResult)ready).AsyncWaitHandle.WaitOne();
        }
    }

    public string Ask(string request) => Hex.Text(Ask(Hex.Bytes(request)));

    /// <summary>INIT as Linux 6.18 sends it, so that all features are on.</summary>
    public void Init() => Ask(Requests.Init(7, 45, uint.MaxValue, uint.MaxValue));
}
