using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Mount;
using OciFs.Host.Logging;

namespace OciFs.Host.Background;

/// <summary>This process as the one that keeps a mount in the background (<see cref="MonitorProcess"/>). It parses no command line and holds next to nothing.</summary>
public static class MonitorRole
{
    // How the process knows what it is and what it keeps.
    private const string Variable = "OCIFS_MONITOR";

    private const int MessageLength = 4096;

    private const int LineDescriptor = 3, ServerDescriptor = 4;

    /// <summary>Whether this process has the role.</summary>
    public static bool IsTaken => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>What makes a process that is given standard error, a lifeline and the descriptor of a server its monitor.</summary>
    internal static string[] Variables(int pid, KeptMount mount) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{Variable}={pid},{mount.Control.Connection},{(mount.IsGuarded ? "guarded" : string.Empty)},{mount.Path}"),
        "DOTNET_EnableDiagnostics=0", "DOTNET_TieredCompilation=0",
    ];

    /// <summary>Keeps the mount until its end.</summary>
    /// <returns>Exit status.</returns>
    public static int Run()
    {
        using var signals = new KeeperSignals();
        SelfSpawn.ReleaseSignals();
        Environment.CurrentDirectory = "/";
        if (Environment.GetEnvironmentVariable(Variable)?.Split(',', 4) is not [var pid, var connection, var guarded, var mountpoint])
        {
            return 1;
        }

        using var server = ServerHandle.OfOther(int.Parse(pid, CultureInfo.InvariantCulture), new SafeFileHandle(ServerDescriptor, ownsHandle: true));
        using var line = new Lifeline(new SafeFileHandle(LineDescriptor, ownsHandle: true));
        var control = new MountControl(mountpoint, uint.TryParse(connection, CultureInfo.InvariantCulture, out var number) ? number : null);
        return new MountKeeper(new KeptMount(control, guarded.Length > 0, string.Empty), server, line, signals, new ServiceManager(null, null), line => Log(mountpoint, line)).Run();
    }

    // Opened only now: most mounts end without a word.
    private static void Log(string mountpoint, string line)
    {
        if (JournalSink.TryOpen(JournalSink.UsualPath) is not { } journal)
        {
            return;
        }

        using (journal)
        {
            journal.Write(new LogEntry(DateTimeOffset.UtcNow, LogLevel.Warning, PrintableText.Line(line, MessageLength), [new LogField("mountpoint", mountpoint)]));
        }
    }
}
