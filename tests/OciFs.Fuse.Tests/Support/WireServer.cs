using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Support;

/// <summary>A dispatcher without a kernel: request bytes in, reply bytes out.</summary>
internal sealed class WireServer
{
    private readonly byte[] _reply = new byte[1 << 17];

    public WireServer(FuseFileSystem fileSystem, SessionOptions? options = null)
    {
        var settings = (options ?? new SessionOptions()) with { OnError = Errors.Add };
        Dispatcher = new Dispatcher(fileSystem, settings, unique => unique == RunningRequest);
    }

    /// <summary>The number that INTERRUPT finds running.</summary>
    public ulong RunningRequest { get; set; }

    public Dispatcher Dispatcher { get; }

    public OperationCounters Counters { get; } = new();

    public List<Exception> Errors { get; } = [];

    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request, CancellationToken cancellation = default) =>
        _reply.AsSpan(0, Dispatcher.Process(request, _reply, Counters, cancellation));

    public string Ask(string request) => Hex.Text(Ask(Hex.Bytes(request)));

    /// <summary>INIT as Linux 6.18 sends it, so that all features are on.</summary>
    public void Init() => Ask(Requests.Init(7, 45, uint.MaxValue, uint.MaxValue));
}
