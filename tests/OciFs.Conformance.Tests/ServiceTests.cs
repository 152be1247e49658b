using System.Net.Sockets;
using System.Text;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>What a service manager hears of a mount (sd_notify(3)), by a socket in its place; and the unit that is meant for it.</summary>
public sealed class ServiceTests : IDisposable
{
    private static readonly string Source = $"oci:{Layouts.Sample}";
    private readonly TempFolder folder = new();
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheManagerHearsWhenItIsReadyReadAgainAndStopping(bool isAbstract)
    {
        var name = isAbstract ? $"ocifs-test-{Guid.NewGuid():N}" : folder["notify"];
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : name));
        using var server = ForegroundServer.Start(Source, [$"OCIFS_CACHE={IndexCache.Folder}", $"NOTIFY_SOCKET={(isAbstract ? "@" : "")}{name}"]);
        Assert.Equal(["READY=1", $"STATUS={Source}: 1 image mounted on {server.Point.Path}"], Hear(), StringComparer.Ordinal);
        Assert.True(Directory.Exists(server.Point["images"]));
        server.Signal("HUP");
        var reloading = Hear();
        Assert.Equal("RELOADING=1", reloading[0]);
        Assert.Matches("^MONOTONIC_USEC=[0-9]+$", reloading[1]);
        Assert.Equal("READY=1", Hear()[0]);
        server.Signal("TERM");
        Assert.Equal("STOPPING=1", Hear()[0]);
        Assert.Equal((0, ""), server.WaitForExit());
    }

    [Fact]
    public void TheWatchdogHearsNothingOfAServerThatHangs()
    {
        socket.Bind(new UnixDomainSocketEndPoint(folder["notify"]));
        using var server = ForegroundServer.Start(
            Source, [$"OCIFS_CACHE={IndexCache.Folder}", $"NOTIFY_SOCKET={folder["notify"]}", "WATCHDOG_USEC=200000", "WATCHDOG_PID="]);
        Assert.Equal("READY=1", Hear()[0]);
        Assert.Equal(["WATCHDOG=1"], Hear(), StringComparer.Ordinal);
        Assert.Equal(["WATCHDOG=1"], Hear(), StringComparer.Ordinal);
        server.SignalServer("STOP");
        try
        {
            // What was on its way is heard; then there is silence for ten times as long as the interval.
            socket.ReceiveTimeout = 1_000;
            Assert.Throws<SocketException>(() =>
            {
                for (var i = 0; i < 100; i++)
                    Hear();
            });
        }
        finally
        {
            server.SignalServer("CONT");
        }

        socket.ReceiveTimeout = 30_000;
        Assert.Equal(["WATCHDOG=1"], Hear(), StringComparer.Ordinal);
    }

    [Fact]
    public void WhatServesKnowsNoManager()
    {
        using var server = ForegroundServer.Start(Source, [$"OCIFS_CACHE={IndexCache.Folder}", $"NOTIFY_SOCKET={folder["nobody"]}"]);
        var variables = File.ReadAllText($"/proc/{server.ServerId}/environ").Split('\0');
        Assert.Contains("NOTIFY_SOCKET=", variables, StringComparer.Ordinal);
        Assert.Contains("DOTNET_EnableDiagnostics=0", variables, StringComparer.Ordinal);
        server.Signal("TERM");
        Assert.Equal((0, ""), server.WaitForExit());
    }

    [Fact]
    public void TheUnitIsSound()
    {
        if (Command.Shell("command -v systemd-analyze").ExitCode != 0)
            Assert.Skip("systemd-analyze is not installed");
        var unit = File.ReadAllText(Path.Combine(Repository.Root, "src", "OciFs.Cli", "systemd", "ocifs@.service"));
        Assert.Contains("/usr/local/bin/ocifs", unit, StringComparison.Ordinal);
        File.WriteAllText(folder["ocifs@.service"], unit.Replace("/usr/local/bin/ocifs", Repository.Executable, StringComparison.Ordinal));
        var result = Command.Run("systemd-analyze", "verify", "--man=no", folder["ocifs@.service"]);
        Assert.Equal((0, ""), (result.ExitCode, string.Join('\n', result.Error.Split('\n').Where(line => line.Contains("ocifs@", StringComparison.Ordinal)))));
    }

    public void Dispose()
    {
        socket.Dispose();
        folder.Dispose();
    }

    private string[] Hear()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer)).Split('\n');
    }
}
