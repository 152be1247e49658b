using System.Collections.Concurrent;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Support;

/// <summary>A filesystem served by this process. Disposing unmounts, checks that nothing went wrong, and cleans up.</summary>
internal sealed class LiveMount : IDisposable
{
    private readonly TempFolder _folder = new();

    public LiveMount(FuseFileSystem fileSystem, MountOptions? mount = null, SessionOptions? options = null)
    {
        Assert.True(File.Exists("/dev/fuse"), "/dev/fuse is missing: these tests need it (modprobe fuse, or --device /dev/fuse)");
        var session = (options ?? new SessionOptions()) with { OnError = Errors.Enqueue, ExitGrace = TimeSpan.FromSeconds(30) };
        try
        {
            Session = FuseSession.Start(fileSystem, _folder.Path, mount ?? new MountOptions(), session);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
        Assert.Equal(RouteTests.IsRingOffered && mount?.AutoUnmount != true, Session.IsOverRing);
    }

    public FuseSession Session { get; }

    public ConcurrentQueue<Exception> Errors { get; } = new();

    public string Path => _folder.Path;

    public string At(string name) => System.IO.Path.Combine(_folder.Path, name);

    public long Requests(string operation) =>
        Session.Counters().Operations.FirstOrDefault(count => count.Operation.Equals(operation, StringComparison.Ordinal)).Requests;

    public void Dispose()
    {
        Session.Dispose();
        var ended = Session.WaitForExit(TimeSpan.Zero);
        _folder.Dispose();
        Assert.True(ended, "threads are left");
        Assert.Empty(Errors);
    }
}
