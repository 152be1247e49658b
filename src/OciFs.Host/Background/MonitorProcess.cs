namespace OciFs.Host.Background;

/// <summary>
/// A process in the background that keeps a mount (<see cref="MountKeeper"/>). It is started last, when the mount is usable, and nobody waits for it: what the server
/// says meanwhile waits for it in the socket, and signals do until it minds them.
/// </summary>
internal static class MonitorProcess
{
    /// <summary>Starts it. The mount is its own from then on.</summary>
    /// <param name="server">The server; the caller's.</param>
    /// <param name="mount">What is kept.</param>
    /// <param name="arguments">What its command line is to show; it is not read.</param>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public static void Start(ServerProcess server, KeptMount mount, IReadOnlyList<string> arguments)
    {
        using var errors = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var spawn = new SelfSpawn(arguments, MonitorRole.Variables(server.Handle.Pid, mount), [errors, server.Line.Socket, server.Handle.Descriptor])
        {
            HoldsSignals = true,
        };
        _ = spawn.Start();
    }
}
