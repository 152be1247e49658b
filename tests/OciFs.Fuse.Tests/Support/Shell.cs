using System.Diagnostics;

namespace OciFs.Fuse.Tests.Support;

/// <summary>Runs other programs: they, not our own code, look at the mounts.</summary>
internal static class Shell
{
    private const int Timeout = 60_000;

    /// <summary>Starts a program with its output captured, messages in English.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end; one that hangs is killed and fails the test.</summary>
    public static ShellResult Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        return Finish(process);
    }

    /// <summary>Runs a line of shell.</summary>
    public static ShellResult Sh(string script, params string[] arguments) => Run("/bin/sh", ["-c", script, "sh", .. arguments]);

    /// <summary>Runs a line of shell that must succeed.</summary>
    public static string Output(string script, params string[] arguments)
    {
        var result = Sh(script, arguments);
        Assert.True(result.ExitCode == 0, $"{script}: {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    public static ShellResult Finish(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} hangs");
        }
        process.WaitForExit();
        return new ShellResult(process.ExitCode, output.Result, error.Result);
    }
}

internal sealed record ShellResult(int ExitCode, string Output, string Error);
