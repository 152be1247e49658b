using System.Diagnostics;

namespace OciFs.Conformance.Tests.Programs;

/// <summary>Runs programs to their end.</summary>
internal static class Command
{
    /// <summary>Making the real image on a fresh machine is the longest that is ever waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The product.</summary>
    public static CommandResult Ocifs(params string[] arguments) => Run(Repository.Executable, arguments);

    /// <summary>A line of shell; its arguments are $1, $2 and so on, safe from quoting.</summary>
    public static CommandResult Shell(string script, params string[] arguments) => Run("/bin/bash", ["-c", script, "bash", .. arguments]);

    /// <summary>Any program, with the environment of the tests.</summary>
    public static CommandResult Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} does not end");
        }

        // A server left behind that still held the pipes would make these wait: that is part of what is tested.
        return new CommandResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, Drained(output), Drained(error));
    }

    /// <summary>Starts a program whose output can be read; the caller disposes of it.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["OCIFS_CACHE"] = IndexCache.Folder;
        start.Environment["LC_ALL"] = "C";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static string Drained(Task<string> text) =>
        text.Wait(TimeSpan.FromSeconds(10)) ? text.Result : throw new TimeoutException("the pipe is still open after the program ended");
}
