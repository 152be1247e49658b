using System.Diagnostics;
using OciFs.Cli.Printing;

namespace OciFs.Cli.Tests;

/// <summary>Modes are written as Python's <c>stat.filemode</c> writes them, for all modes that there are.</summary>
public sealed class ModeTextTests
{
    [Fact]
    public void As_others_write_them()
    {
        string[] script = ["-c", "import stat\nfor m in range(65536): print(stat.filemode(m))"];
        using var python = Process.Start(new ProcessStartInfo("python3", script) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var known = python.StandardOutput.ReadToEnd().Split('\n')[..^1];
        python.WaitForExit();
        var types = new uint[] { UnixMode.Regular, UnixMode.Directory, UnixMode.SymbolicLink, UnixMode.CharacterDevice, UnixMode.BlockDevice, UnixMode.Fifo };
        foreach (var type in types)
        {
            for (var mode = type; mode <= (type | UnixMode.PermissionMask); mode++)
            {
                Assert.Equal(known[mode], ModeText.Of(mode));
            }
        }
    }
}
