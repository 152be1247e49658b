using System.Diagnostics;
using OciFs.Conformance.Tests.Disks;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>A layout on a disk that fails reads, or does not answer: who wants what is there gets it, bytes are right or an error, and unmounting ends.</summary>
public sealed class HungDiskTests : IDisposable
{
    private const int FileBytes = 16_000_000;

    // More than threads serve a mount.
    private const int Readers = 80;

    private const string Many = """
        import os, sys, threading
        def read(place):
            f = os.open(sys.argv[1], os.O_RDONLY)
            os.posix_fadvise(f, 0, 0, os.POSIX_FADV_RANDOM)
            try: os.pread(f, 4096, place * 190000)
            except OSError: pass
        threads = [threading.Thread(target=read, args=(place,)) for place in range(int(sys.argv[2]))]
        for t in threads: t.start()
        for t in threads: t.join()
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout;
    private readonly byte[] _content = new byte[FileBytes];
    private readonly string _hanging;

    private readonly FaultyDisk _disk;
    private readonly MountPoint _point = new();
    private readonly List<Process> _readers = [];

    public HungDiskTests()
    {
        new Random(8).NextBytes(_content);
        _layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        _hanging = Add("a", FileContent.Of(_content));
        Add("b", "sound");
        _layout.Write();
        _disk = new FaultyDisk(_layout.Folder);
    }

    private string Hanging => _point["images/a/rootfs/file"];

    public void Dispose()
    {
        _disk.Release();
        foreach (var reader in _readers)
        {
            reader.Kill();
            reader.WaitForExit(Patience);
            reader.Dispose();
        }

        _point.Dispose();
        _disk.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false, nameof(DiskFault.Error), 1)]
    [InlineData(false, nameof(DiskFault.Error), 7)]
    [InlineData(false, nameof(DiskFault.Short), 1)]
    [InlineData(false, nameof(DiskFault.Short), 7)]
    [InlineData(true, nameof(DiskFault.Error), 1)]
    [InlineData(true, nameof(DiskFault.Error), 7)]
    public void AReadThatFailsGivesAnErrorOrRightBytesAndTheNextOnesAreRight(bool atFirst, string fault, int read)
    {
        Mount();
        if (!atFirst)
            Assert.Equal("file", Ask("ls", _point["images/a/rootfs/"]).Trim());
        _disk.Arm(_hanging, Enum.Parse<DiskFault>(fault), read);
        var result = Command.Shell("timeout 40 cat \"$1\" > \"$2\"", Hanging, _folder["copy"]);
        if (result.ExitCode == 0)
            Assert.Equal(_content, File.ReadAllBytes(_folder["copy"]));
        else
            Assert.Contains("Input/output error", result.Error, StringComparison.Ordinal);
        _disk.Release();
        Assert.True(SpinWait.SpinUntil(() => Command.Run("cmp", Hanging, _folder["content"]).ExitCode == 0, Patience), "it is not read again");
    }

    /// <summary>Bytes that are found wrong stay wrong, so that nobody has a store read without end: a layer whose digest was not right is not read again by the same mount.</summary>
    [Fact]
    public void AFirstPassThatIsGivenShortDataSpoilsItsImageOnly()
    {
        Mount();
        _disk.Arm(_hanging, DiskFault.Short, 7);
        Assert.Contains("Input/output error", Command.Shell("timeout 40 cat \"$1\"", Hanging).Error, StringComparison.Ordinal);
        Assert.Contains("sha256:", Ask("cat", _point["images/a/error"]), StringComparison.Ordinal);
        AssertServed();
    }

    [Fact]
    public void ReadersThatHangHoldUpNobodyElseAndLeaveWhenTheyAreKilled()
    {
        var readers = MountAndHang();
        AssertServed();
        readers.Kill();
        Assert.True(readers.WaitForExit(Patience), "a reader that is killed does not end");
        AssertServed();
        _disk.Release();
        Assert.Equal("", Ask("cmp", Hanging, _folder["content"]));
    }

    [Theory]
    [InlineData("keeper")]
    [InlineData("server")]
    public void ASignalEndsAMountOfWhichReadsHang(string whom)
    {
        var readers = MountAndHang();
        var (server, keeper) = (MountProcesses.Server(_point.Path)!.Value, MountProcesses.Monitor(_point.Path)!.Value);
        Command.Run("kill", "-s", "TERM", $"{(whom == "server" ? server : keeper)}").Ok();
        AssertEnded(server, keeper);
        Assert.True(readers.WaitForExit(Patience), "a reader does not end");
    }

    [Fact]
    public void AnUnmountTellsWhoHangsAndEndsWhenTheyAreGoneThoughTheReadsHang()
    {
        var readers = MountAndHang();
        var (server, keeper) = (MountProcesses.Server(_point.Path)!.Value, MountProcesses.Monitor(_point.Path)!.Value);
        Command.Run("timeout", "40", Repository.Executable, "umount", _point.Path).FailsInOneLine(1, $"the mount is busy: {readers.Id} python3");
        readers.Kill();
        Assert.True(readers.WaitForExit(Patience), "a reader that is killed does not end");
        Ask(Repository.Executable, "umount", _point.Path);
        AssertEnded(server, keeper);
    }

    [Fact]
    public void FirstPassesThatHangLeaveTheirTurnToOthers()
    {
        var hanging = Enumerable.Range(0, Environment.ProcessorCount).Select(i => (Name: $"hang{i}", Blob: Add($"hang{i}", $"content {i}"))).ToList();
        _layout.Write();
        Mount();
        foreach (var (name, blob) in hanging)
        {
            _disk.Arm(blob, DiskFault.Hang);
            Start("cat", _point[$"images/{name}/rootfs/file"]);
        }

        Assert.True(SpinWait.SpinUntil(() => _disk.Hung >= hanging.Count, Patience), "nothing hangs");
        AssertServed();
        _disk.Release();
        foreach (var (name, _) in hanging)
            Assert.StartsWith("content", Ask("cat", _point[$"images/{name}/rootfs/file"]), StringComparison.Ordinal);
    }

    [Fact]
    public void AStoreThatDoesNotTellItsNamesServesWhatItHas()
    {
        Mount();
        AssertServed();
        _disk.Arm(Path.Combine(_layout.Folder, "index.json"), DiskFault.Dead);
        foreach (var i in Enumerable.Range(0, Readers))
            Start("stat", _point[$"images/missing{i}"]);
        Assert.True(SpinWait.SpinUntil(() => _disk.Hung > 0, Patience), "nothing hangs");
        AssertServed();
        var (server, keeper) = (MountProcesses.Server(_point.Path)!.Value, MountProcesses.Monitor(_point.Path)!.Value);
        Command.Run("kill", "-s", "TERM", $"{keeper}").Ok();
        AssertEnded(server, keeper);
    }

    private string Add(string name, FileContent content)
    {
        var image = _layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file") with { Content = content }]), LayerCompression.Gzip)]);
        _layout.Name(name, image.Manifest);
        return _layout.BlobPath(image.Layers[0].Digest);
    }

    private string Add(string name, string content) => Add(name, FileContent.Of(System.Text.Encoding.UTF8.GetBytes(content)));

    private void Mount()
    {
        File.WriteAllBytes(_folder["content"], _content);
        Command.Shell(
            "OCIFS_CACHE=\"$1\" exec \"$2\" mount --platform linux/amd64 \"$3\" \"$4\"", _folder["cache"], Repository.Executable, $"oci:{_disk.Path}", _point.Path).Ok();
    }

    /// <summary>Has more readers hang in one layer than there are threads.</summary>
    private Process MountAndHang()
    {
        Mount();
        Ask("ls", _point["images/a/rootfs/"]);
        _disk.Arm(_hanging, DiskFault.Hang);
        var readers = Start("python3", "-c", Many, Hanging, $"{Readers}");
        Assert.True(SpinWait.SpinUntil(() => _disk.Hung > 0 && Directory.GetDirectories($"/proc/{readers.Id}/task").Length > Readers, Patience), "nothing hangs");
        return readers;
    }

    private Process Start(string program, params string[] arguments)
    {
        var started = Command.Start(program, arguments);
        _readers.Add(started);
        return started;
    }

    /// <summary>Another image and the listings, each within a time that no reader needs.</summary>
    private void AssertServed()
    {
        Assert.Equal("sound", Ask("cat", _point["images/b/rootfs/file"]));
        Assert.Contains("b\n", Ask("ls", _point["images"]), StringComparison.Ordinal);
        Assert.Contains("layers", Ask("ls", _point["images/b/platforms/linux-amd64"]), StringComparison.Ordinal);
        Assert.Contains("\"version\"", Ask("cat", _point[".ocifs/status.json"]), StringComparison.Ordinal);
    }

    private static string Ask(string program, params string[] arguments) => Command.Run("timeout", ["--signal=KILL", "30", program, .. arguments]).Ok();

    private void AssertEnded(params int[] processes)
    {
        Assert.True(SpinWait.SpinUntil(() => !processes.Any(MountProcesses.IsRunning), Patience), "a process goes on");
        Assert.False(MountTable.Contains(_point.Path));
    }
}
