using System.Diagnostics;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Commands;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Terminals;

/// <summary><c>ocifs mounts --watch</c>, on a terminal and elsewhere.</summary>
public sealed class MountsWatchTests
{
    private const int SIGINT = -2;

    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Fact]
    public void ATableIsDrawnInPlaceUntilItIsInterrupted()
    {
        using var point = MountPoint.Of(Source);
        var session = new Terminal { Columns = 200, Typed = ("\e[J\r\e", Terminal.ControlC) }.Ocifs("mounts", "--watch", "0.2");
        Assert.Equal((SIGINT, true), (session.Status, session.IsAsBefore));
        var screen = ScreenOf(session.Shown);
        Assert.Contains("every 0.2 s", screen[0], StringComparison.Ordinal);
        Assert.StartsWith("SOURCE", screen[1], StringComparison.Ordinal);
        Assert.Single(screen, line => line.Contains(point.Path, StringComparison.Ordinal));
        Assert.All(screen[2..^1], line => Assert.Contains("  ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void NoLineIsWiderThanTheWindow(int columns)
    {
        using var point = MountPoint.Of(Source);
        var session = new Terminal { Columns = columns, Typed = ("\e[J\r\e", Terminal.ControlC) }.Ocifs("mounts", "--watch", "0.2");
        Assert.All(ScreenOf(session.Shown), line => Assert.InRange(line.Length, 0, columns));
    }

    [Fact]
    public void ATerminalThatCannotMoveItsCursorGetsOneBlockBehindTheOther()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = "dumb" };
        var session = new Terminal { Variables = variables, Typed = ("every", Terminal.ControlC) }.Ocifs("mounts", "--watch", "0.2");
        Assert.DoesNotContain('\e', session.Shown);
    }

    [Fact]
    public void MountsComeAndGo()
    {
        using var watch = Command.Start(Repository.Executable, "mounts", "--watch=0.2", "--json");
        try
        {
            using (var point = MountPoint.Of(Source))
            {
                Await(watch, moment => Find(moment, point)?["rates"] is not null);
                Command.Run("find", point["images"], "-maxdepth", "3").Ok();
                Await(watch, moment => (double?)Find(moment, point)?["rates"]?["requests"] > 0 && (double?)Find(moment, point)!["rates"]!["p99"] > 0);
                point.Unmount().Ok();
                Await(watch, moment => Find(moment, point) is null);
            }
        }
        finally
        {
            watch.Kill();
            watch.WaitForExit();
        }
    }

    [Fact]
    public void ElsewhereEachIntervalIsATableWithItsTime()
    {
        using var point = MountPoint.Of(Source);
        using var watch = Command.Start(Repository.Executable, "mounts", "--watch", "0.1");
        try
        {
            Assert.EndsWith("Z  every 0.1 s", watch.StandardOutput.ReadLine(), StringComparison.Ordinal);
            Assert.StartsWith("SOURCE ", watch.StandardOutput.ReadLine(), StringComparison.Ordinal);
            var rows = new List<string>();
            while (watch.StandardOutput.ReadLine() is { } line && !line.EndsWith("every 0.1 s", StringComparison.Ordinal))
                rows.Add(line);
            Assert.Single(rows, row => row.Contains($"  {point.Path}  live  ", StringComparison.Ordinal));
        }
        finally
        {
            watch.Kill();
            watch.WaitForExit();
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("soon")]
    public void AnIntervalIsANumberOfSeconds(string interval) => Command.Ocifs("mounts", $"--watch={interval}").FailsInOneLine(2, "--watch");

    private static JsonNode? Find(JsonNode moment, MountPoint point) => moment["mounts"]!.AsArray().SingleOrDefault(mount => mount!.Text("mountpoint") == point.Path);

    private static void Await(Process watch, Func<JsonNode, bool> condition)
    {
        for (var i = 0; i < 300; i++)
        {
            var moment = JsonNode.Parse(watch.StandardOutput.ReadLine()!)!;
            Assert.Empty(Schema.Of("mounts-watch").Errors(moment));
            if (condition(moment))
                return;
        }

        Assert.Fail("it is never told");
    }

    // What a terminal makes of line feeds, CUU, EL and ED (ECMA-48), and of nothing else.
    private static string[] ScreenOf(string shown)
    {
        var screen = new List<string> { "" };
        var (row, at) = (0, 0);
        for (var i = 0; i < shown.Length; i++)
        {
            switch (shown[i])
            {
                case '\r':
                    at = 0;
                    break;
                case '\n':
                    if (++row == screen.Count)
                        screen.Add("");
                    break;
                case '\e':
                    var end = i + 2;
                    while (char.IsAsciiDigit(shown[end]))
                        end++;
                    switch (shown[end])
                    {
                        case 'A':
                            row -= int.Parse(shown[(i + 2)..end], System.Globalization.CultureInfo.InvariantCulture);
                            break;
                        case 'K':
                            screen[row] = screen[row][..Math.Min(at, screen[row].Length)];
                            break;
                        case 'J':
                            screen[row] = screen[row][..Math.Min(at, screen[row].Length)];
                            screen.RemoveRange(row + 1, screen.Count - row - 1);
                            break;
                        default:
                            Assert.Fail($"an escape sequence of its own: {shown[i..(end + 1)][1..]}");
                            break;
                    }

                    i = end;
                    break;
                default:
                    screen[row] = screen[row].PadRight(at).Remove(at, Math.Min(1, Math.Max(screen[row].Length - at, 0))).Insert(at, $"{shown[i]}");
                    at++;
                    break;
            }
        }

        return [.. screen];
    }
}
