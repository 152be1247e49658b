using System.Diagnostics;
using OciFs.Host.Confining;

namespace OciFs.Host.Tests.Confining;

/// <summary>A program that is started as a server is: what it may do is the kernel's word, not ours.</summary>
internal static class ConfinedChild
{
    /// <summary>Runs a shell script within a plan; what it wrote.</summary>
    public static string Run(ConfinementPlan plan, string script) => Confinement.Within(plan, () =>
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    });
}
