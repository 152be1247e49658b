using System.Diagnostics;

namespace OciFs.Cli.Tests.Help;

/// <summary>Runs programs on texts.</summary>
internal static class Shell
{
    // Types a line into an interactive shell once it has told that it is ready, and prints all that it shows.
    private const string Typist = """
        import os, pty, sys
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update(TERM="dumb", PS1="$ ", HISTFILE="", LC_ALL="C.UTF-8")
            os.execvp(sys.argv[3], sys.argv[3:])
        os.write(terminal, (sys.argv[1] + "; echo REA''DY\n").encode())
        shown = b""
        def read():
            global shown
            try:
                part = os.read(terminal, 4096)
            except OSError:
                part = b""
            shown += part
            return part
        while b"READY" not in shown and read():
            pass
        os.write(terminal, sys.argv[2].encode() + b"\nexit\n")
        while read():
            pass
        os.waitpid(pid, 0)
        sys.stdout.buffer.write(shown)
        """;

    /// <summary>What a program prints to both outputs, given a file of a text as its last word.</summary>
    public static string Run(string text, string program, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return Run(program, [.. arguments, file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What a shell shows when a line is typed into it that ends with a newline, after another.</summary>
    public static string Type(string before, string line, params string[] shell) => Run("python3", ["-c", Typist, before, line, .. shell]);

    private static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }
}
