using System.Diagnostics;
using OciFs.Cli.Terminal;

namespace OciFs.Cli.Tests;

/// <summary>How wide characters are, as Python's unicodedata tells it by the Unicode Standard.</summary>
public sealed class ColumnsTests
{
    // W and F are wide, M is a mark; format characters have no width. Ranges that later versions of Unicode gave away are not in older tables: only assigned ones count.
    private const string Program = """
        import unicodedata as u
        for c in range(0x20, 0x40000):
            k = u.category(chr(c))
            if k[0] != 'C' and c != 0x1171E: # A mark that later versions give a width.
                print(c, 0 if k in ('Mn', 'Me') else 2 if u.east_asian_width(chr(c)) in 'WF' else 1)
        """;

    [Fact]
    public void EveryCharacterIsAsWideAsUnicodeSays()
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Program]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var wrong = new List<string>();
        while (python.StandardOutput.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var character = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            if ($"{Columns.Of(char.ConvertFromUtf32(character))}" != parts[1])
            {
                wrong.Add($"U+{character:X4} {parts[1]}");
            }
        }

        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("容器", 4, "容器")]
    [InlineData("容器", 3, "容…")]
    [InlineData("容器", 2, "…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("😀😀", 3, "😀…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    public void WhatIsTooWideIsCut(string text, int width, string cut) => Assert.Equal(cut, Columns.Cut(text, width));
}
