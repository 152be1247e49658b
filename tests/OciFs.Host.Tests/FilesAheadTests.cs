using System.Diagnostics;
using System.Text.Json;
using OciFs.Host.Logging;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;

namespace OciFs.Host.Tests;

/// <summary>A mounted tree and programs that walk it.</summary>
public sealed class FilesAheadTests : IDisposable
{
    private const int Folders = 30;
    private const int FilesOfFolder = 20;

    // Reads all files folder by folder, and prints each byte's sum; a folder is read a moment after it was listed.
    private const string Walker = """
        import os, sys, time
        for folder, _, names in os.walk(sys.argv[1]):
            time.sleep(0.02)
            for name in sorted(names):
                with open(os.path.join(folder, name), 'rb') as file:
                    data = file.read()
                print(name, len(data), sum(data))
        """;

    private readonly TempFolder _folder = new();
    private readonly List<string> _told = [];
    private readonly MountLog _log;
    private readonly ImageMount _mount;

    public FilesAheadTests()
    {
        _log = new MountLog(new TextSink(_told.Add), LogLevel.Warning);
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        var tar = LayerBuilder.Tar(
        [
            .. from folder in Enumerable.Range(0, Folders)
               from file in Enumerable.Range(0, FilesOfFolder)
               select TestEntry.File($"d{folder}/{NameOf(folder, file)}", ContentOf(folder, file)),
        ]);
        layout.Name("image", layout.AddImage([LayerBlob.Of(tar, LayerCompression.Gzip)]).Manifest).Write();
        Assert.True(File.Exists("/dev/fuse"), "/dev/fuse is missing: these tests need it");
        _mount = ImageMount.Start("oci:" + layout.Folder, Directory.CreateDirectory(_folder["mnt"]).FullName, new ImageMountOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            Version = "test",
            Log = _log,
        });
    }

    private string Rootfs => Path.Combine(_mount.Mountpoint, "images/image/rootfs/");

    public void Dispose()
    {
        _mount.Dispose();
        _log.Dispose();
        _folder.Dispose();
        Assert.Empty(_told);
    }

    [Fact]
    public void WhoReadsWhatItListsFindsItInTheCache()
    {
        var expected =
            from folder in Enumerable.Range(0, Folders)
            from file in Enumerable.Range(0, FilesOfFolder)
            let content = ContentOf(folder, file)
            select $"{NameOf(folder, file)} {content.Length} {content.Sum(character => character)}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), Run(Walker).Order(StringComparer.Ordinal));

        // All files of the first folder, the first of each other, and what a busy machine was late with.
        Assert.InRange(Reads(), Folders, Folders * FilesOfFolder / 2);
    }

    [Fact]
    public void WhoOnlyListsGetsNoContent()
    {
        Run("import os, sys\nfor folder, _, names in os.walk(sys.argv[1]):\n    for name in names: os.stat(os.path.join(folder, name))");
        Run(Walker.Replace("os.walk(sys.argv[1])", "[(sys.argv[1] + 'd0', [], os.listdir(sys.argv[1] + 'd0'))]", StringComparison.Ordinal));
        Assert.Equal(FilesOfFolder, Reads());
    }

    private static string NameOf(int folder, int file) => $"f{folder}-{file}";

    private static string ContentOf(int folder, int file) => new((char)('a' + (folder % 26)), 1 + (folder * 300) + (file * 211));

    /// <summary>READ requests, without those of the status file itself.</summary>
    private long Reads()
    {
        using var status = JsonDocument.Parse(File.ReadAllText(Path.Combine(_mount.Mountpoint, ".ocifs/status.json")));
        return status.RootElement.GetProperty("operations").GetProperty("FUSE_READ").GetProperty("requests").GetInt64();
    }

    private string[] Run(string script)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", script, Rootfs]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
