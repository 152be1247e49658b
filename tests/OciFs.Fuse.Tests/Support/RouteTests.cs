namespace OciFs.Fuse.Tests.Support;

/// <summary>Tests that hold whichever way requests come. The kernel is told which to offer, and what it was told before is restored.</summary>
public abstract class RouteTests : IDisposable
{
    private const string Parameter = "/sys/module/fuse/parameters/enable_uring";

    private readonly string? _before = File.Exists(Parameter) ? File.ReadAllText(Parameter) : null;

    protected RouteTests(Route route)
    {
        Assert.SkipWhen(route == Route.Ring && _before is null, "this kernel has no FUSE over io_uring (Linux 6.14 with CONFIG_FUSE_IO_URING)");
        var isSet = _before is null || _before.StartsWith('Y') == (route == Route.Ring) || TrySet(route == Route.Ring ? "Y" : "N");
        Assert.SkipUnless(isSet, $"{Parameter} says {_before?.Trim()} and only root can change it");
        Route = route;
    }

    /// <summary>Whether the kernel offers a ring to mounts made now.</summary>
    public static bool IsRingOffered => File.Exists(Parameter) && File.ReadAllText(Parameter).StartsWith('Y');

    protected Route Route { get; }

    public virtual void Dispose()
    {
        if (_before is not null && !string.Equals(File.ReadAllText(Parameter), _before, StringComparison.Ordinal))
            Assert.True(TrySet(_before), $"{Parameter} cannot be restored");
        GC.SuppressFinalize(this);
    }

    private static bool TrySet(string value)
    {
        try
        {
            File.WriteAllText(Parameter, value);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
