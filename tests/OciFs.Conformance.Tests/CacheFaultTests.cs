using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>
/// The kernel refuses what the index cache asks of it, or the process is killed there: each call in turn, by strace's injection. What is told is a warning
/// at most, the next run has the right tree, and nothing is left in the folder that pruning does not remove.
/// </summary>
public sealed class CacheFaultTests : IDisposable
{
    private const int MostCalls = 10;

    private readonly TempFolder _folder = new();
    private readonly string _source;

    public CacheFaultTests()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        var files = Enumerable.Range(0, 3).Select(i => TestEntry.File($"file{i}", new string((char)('a' + i), 300_000)));
        layout.Name("image", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([.. files]), LayerCompression.Gzip)]).Manifest).Write();
        _source = $"oci:{layout.Folder}:image";
    }

    private string Cache => _folder["cache"];

    public void Dispose() => _folder.Dispose();

    /// <summary>The calls by which files of the cache are made, and with which error each fails.</summary>
    [Theory]
    [InlineData("pwrite64", "ENOSPC EIO EDQUOT")]
    [InlineData("linkat", "ENOSPC EROFS EDQUOT EPERM")]
    [InlineData("rename,renameat,renameat2", "EIO ENOSPC EROFS EACCES")]
    [InlineData("mkdir,mkdirat", "EROFS EACCES ENOSPC")]
    [InlineData("pread64", "EIO")]
    public void ACallThatFailsCostsTimeOnly(string calls, string errors)
    {
        SkipWithoutStrace();
        var names = errors.Split(' ');
        for (var (call, wasMet) = (1, true); wasMet && call < MostCalls; call++)
            wasMet = CheckFault($"inject={calls}:error={names[call % names.Length]}:when={call}+", isFatal: false);
    }

    [Theory]
    [InlineData("pwrite64")]
    [InlineData("linkat")]
    [InlineData("rename,renameat,renameat2")]
    public void AKillLeavesNothingWrong(string calls)
    {
        SkipWithoutStrace();
        for (var (call, wasMet) = (1, true); wasMet && call < MostCalls; call++)
            wasMet = CheckFault($"inject={calls}:signal=KILL:when={call}", isFatal: true);
    }

    /// <summary>The folder itself: no nameless file can be opened in it, whatever the reason.</summary>
    [Theory]
    [InlineData("EOPNOTSUPP")]
    [InlineData("EMFILE")]
    [InlineData("ENOSPC")]
    [InlineData("EROFS")]
    public void AFolderThatTakesNoNamelessFile(string error)
    {
        SkipWithoutStrace();
        Directory.CreateDirectory(Path.Combine(Cache, "layers"));
        CheckFault($"inject=openat,open:error={error}", isFatal: false, "-P", Path.Combine(Cache, "layers"));
    }

    /// <summary>Runs <c>ls</c> with a fault, then without; gives whether the fault was met.</summary>
    private bool CheckFault(string fault, bool isFatal, params string[] more)
    {
        Command.Run("rm", "-rf", Path.Combine(Cache, "layers"));
        var log = _folder["log"];
        var faulty = Run(["strace", "-f", "-qq", "-o", log, "-e", $"trace={fault.Split([':', '='])[1]}", "-e", fault, .. more, Repository.Executable, "ls", "-R", _source]);
        var wasMet = File.ReadAllText(log).Contains(isFatal ? "SIGKILL" : "(INJECTED)", StringComparison.Ordinal);
        if (!isFatal || !wasMet)
        {
            Assert.True(faulty.ExitCode == 0 || fault.Contains("pread64", StringComparison.Ordinal), $"{fault}: {faulty.Error}");
            Assert.DoesNotContain("   at ", faulty.Error, StringComparison.Ordinal);
        }

        var sound = Run([Repository.Executable, "ls", "-R", _source]);
        Assert.Equal((0, "", "/:\nfile0\nfile1\nfile2\n"), (sound.ExitCode, sound.Error, sound.Output));
        Run([Repository.Executable, "cache", "prune", "--days", "0"]).Ok();
        Assert.Empty(Directory.GetFiles(Path.Combine(Cache, "layers")));
        return wasMet;
    }

    private CommandResult Run(string[] words) => Command.Shell("export OCIFS_CACHE=\"$1\"; shift; exec \"$@\"", [Cache, .. words]);

    private static void SkipWithoutStrace() =>
        Assert.SkipUnless(Command.Shell("strace -qq -e inject=none true || strace -qq true").ExitCode == 0, "strace cannot trace here");
}
