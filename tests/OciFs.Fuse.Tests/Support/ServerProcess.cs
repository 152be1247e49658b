using System.Diagnostics;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Support;

/// <summary>
/// A server in a process of its own: <c>serve OPTIONS MOUNTPOINT [PROGRAM ARGUMENT…]</c> serves the sample tree until the program, or
/// standard input, ends; <c>serve unmount MOUNTPOINT</c> unmounts. Exit status 99 stands for a FuseMountException, told on standard error.
/// </summary>
internal static class ServerProcess
{
    public const string Command = "serve";

    /// <summary>This executable, which any user can run.</summary>
    public static string Executable => Environment.ProcessPath!;

    public static int Run(string[] args)
    {
        try
        {
            if (args[0] is "unmount")
                return (int)FuseMount.Unmount(args[1], lazy: false);
            return Serve(args[0].Split(','), args[1], args[2..]);
        }
        catch (FuseMountException exception)
        {
            Console.Error.WriteLine($"{exception.Kind}: {exception.Message}");
            return 99;
        }
    }

    /// <summary>Starts a server and waits until it is mounted.</summary>
    public static Process Start(string options, string mountpoint)
    {
        var process = Shell.Start(Executable, Command, options, mountpoint);
        Assert.Equal("mounted", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Waits until a program that looks at the mount of a killed server is told that nobody is there.</summary>
    public static void WaitUntilDead(string program, params string[] arguments)
    {
        var isDead = SpinWait.SpinUntil(
            () => Shell.Run(program, arguments).Error.Contains("Transport endpoint is not connected", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30));
        Assert.True(isDead, "the mount lives on");
    }

    private static int Serve(string[] options, string mountpoint, string[] program)
    {
        var mount = new MountOptions
        {
            FsName = "a,b\\c",
            AllowOther = options.Contains("allow_other"),
            DefaultPermissions = options.Contains("default_permissions"),
            AutoUnmount = options.Contains("auto_unmount"),
        };
        using var session = FuseSession.Start(MemoryFileSystem.Sample(), mountpoint, mount, new SessionOptions());
        if (program.Length > 0)
        {
            using var process = Process.Start(program[0], program[1..]);
            process.WaitForExit();
            return process.ExitCode;
        }
        Console.WriteLine("mounted");
        Console.In.ReadToEnd();
        return 0;
    }
}
