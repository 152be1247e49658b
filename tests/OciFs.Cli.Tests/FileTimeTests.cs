using System.Diagnostics;
using OciFs.Cli.Printing;
using OciFs.Views;

namespace OciFs.Cli.Tests;

/// <summary>Seconds since 1970 are what <c>stat -c %.Y</c> writes.</summary>
public sealed class FileTimeTests
{
    [Theory]
    [InlineData("-0.25", -1, 750_000_000)]
    [InlineData("-1", -1, 0)]
    [InlineData("-1.75", -2, 250_000_000)]
    [InlineData("0.5", 0, 500_000_000)]
    [InlineData("1600000000.000000001", 1_600_000_000, 1)]
    public void SecondsAreThoseOfStat(string time, long seconds, int nanoseconds)
    {
        const string script = "f=$(mktemp) && touch -d @$1 $f && stat -c %.Y $f && rm $f";
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", time]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal(shell.StandardOutput.ReadToEnd().Trim(), FileTime.Json(new NodeTime(seconds, nanoseconds)));
    }
}
