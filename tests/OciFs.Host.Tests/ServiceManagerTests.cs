using OciFs.Host.Background;

namespace OciFs.Host.Tests;

/// <summary>What the environment tells of a service manager (sd_watchdog_enabled(3)).</summary>
public sealed class ServiceManagerTests
{
    [Theory]
    [InlineData("30000000", null, 15.0)]
    [InlineData("30000000", "", 15.0)]
    [InlineData("30000000", "77", 15.0)]
    [InlineData("30000000", "78", null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void TheWatchdogWantsToHearTwiceInItsTime(string? microseconds, string? process, double? seconds)
    {
        var manager = ServiceManager.Of(name => name switch { "WATCHDOG_USEC" => microseconds, "WATCHDOG_PID" => process, _ => null }, 77);
        Assert.Equal(seconds, manager.Interval?.TotalSeconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nobody/is/here")]
    [InlineData("vsock:2:1234")]
    public void AManagerThatIsNotThereIsNobodysError(string? socket) => new ServiceManager(socket, null).Ready("all is well");
}
