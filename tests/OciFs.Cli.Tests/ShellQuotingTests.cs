using System.Diagnostics;
using System.Text;
using OciFs.Cli.Printing;

namespace OciFs.Cli.Tests;

/// <summary>Names are quoted as GNU ls quotes them, and a shell takes them back.</summary>
public sealed class ShellQuotingTests
{
    // What random names are made of: all that a shell or a terminal minds, and some that neither does.
    private static readonly byte[][] Pieces =
    [
        .. Enumerable.Range(1, 127).Where(value => value != '/').Select(value => new[] { (byte)value }),
        [0x80], [0xFF], [0xC3], [0xE2, 0x82], .. new[] { "é", "日", "🐳", "'", "'", " ", "a", "b", "\u0301", "\u2028", "\uE000" }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void As_ls_quotes()
    {
        // ls itself is wrong about an apostrophe before an escape at the end: it forgets to begin the name's first escape.
        byte[][] names = [.. RandomNames(3000).Where(name => !name.Contains((byte)'\'') || !Encoding.UTF8.GetString(ShellQuoting.Quote(name)).Contains('$'))];
        Assert.Equal(OfLs(names), names.Select(name => Encoding.Latin1.GetString(ShellQuoting.Quote(name))), StringComparer.Ordinal);
    }

    [Fact]
    public void A_shell_takes_them_back()
    {
        byte[][] names = [.. RandomNames(3000)];
        var words = string.Join(' ', names.Select(name => Encoding.Latin1.GetString(ShellQuoting.Quote(name))));
        Assert.Equal(names.Select(Encoding.Latin1.GetString), Bash($"printf '%s\\0' {words}").Split('\0')[..^1], StringComparer.Ordinal);
    }

    [Fact]
    public void Plain_is_what_stays()
    {
        foreach (var name in RandomNames(2000))
        {
            Assert.Equal(ShellQuoting.Quote(name).AsSpan().SequenceEqual(name), ShellQuoting.IsPlain(name));
        }
    }

    [Theory]
    [InlineData("a\u202Eb", @"'a'$'\342\200\256''b'")]
    [InlineData("\u200B", @"''$'\342\200\213'")]
    [InlineData("", "''")]
    public void Beyond_ls(string name, string quoted) => Assert.Equal(quoted, Encoding.UTF8.GetString(ShellQuoting.Quote(Encoding.UTF8.GetBytes(name))));

    [Fact]
    public void More_may_be_special()
    {
        Assert.Equal("'a@b'"u8, ShellQuoting.Quote("a@b"u8, "@"u8));
        Assert.Equal("a@b"u8, ShellQuoting.Quote("a@b"u8));
    }

    private static IEnumerable<byte[]> RandomNames(int count)
    {
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            byte[] name = [.. Enumerable.Range(0, random.Next(1, 7)).SelectMany(_ => Pieces[random.Next(Pieces.Length)])];
            if (name is not [(byte)'.'] and not [(byte)'.', (byte)'.'])
            {
                yield return name;
            }
        }
    }

    // What ls prints of each, in the order of names; the names are given as octal escapes of printf(1).
    private static string[] OfLs(byte[][] names)
    {
        var folder = Directory.CreateTempSubdirectory("ocifs-quoting-").FullName;
        var text = new StringBuilder($"trap 'rm -rf {folder}' EXIT\ncd {folder}\nnames=()\n");
        foreach (var name in names)
        {
            var octal = string.Concat(name.Select(value => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}"));
            text.Append($"n=$(printf '{octal}.'); n=${{n%.}}; : > \"./$n\"; names+=(\"$n\")\n");
        }

        return Bash(text.Append("ls -dU1 --quoting-style=shell-escape -- \"${names[@]}\"\n").ToString()).Split('\n')[..^1];
    }

    private static string Bash(string script)
    {
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardInputEncoding = Encoding.Latin1,
            StandardOutputEncoding = Encoding.Latin1,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var bash = Process.Start(start)!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return output;
    }
}
