using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Layout;

namespace OciFs.Conformance.Tests;

/// <summary>What the server takes for a million files: no more than for few, but for the indexes, which are pages of files (design §8).</summary>
public sealed class MemoryTests(ITestOutputHelper output) : IDisposable
{
    private const long Bound = 100_000_000;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AMillionFilesAreIndexedListedAndReadInAHundredMegabytes()
    {
        using var server = ForegroundServer.Start($"oci:{Layout()}", folder["cache"]);
        var rootfs = server.Point["images/million/rootfs/"];
        var peak = PeakOf(server, () => Command.Run("ls", rootfs).Ok());
        Report(server, "first pass", peak);
        Assert.InRange(peak, 0, Bound);

        var names = Command.Shell("find \"$1\" -type f | wc -l", rootfs);
        Assert.Equal(4 * LargeCases.NamesPerLayer, long.Parse(names.Ok()));
        peak = PeakOf(server, () => Assert.Equal(
            0, long.Parse(Command.Shell("set -o pipefail; find \"$1\" -type f -print0 | xargs -0 -P 2 -n 5000 cat | wc -c", rootfs).Ok())));
        Report(server, "listed and read", peak);
        Assert.InRange(peak, 0, Bound);
        Assert.InRange(server.MemoryBeside(folder["cache"]), 0, Bound);
    }

    private string Layout()
    {
        var layout = new LayoutBuilder(folder["layout"]);
        layout.Name("million", layout.AddImage(LargeCases.Million().Select(tar => LayerBlob.Of(tar, LayerCompression.Gzip))).Manifest).Write();
        return layout.Folder;
    }

    /// <summary>The most anonymous memory that the server had while something was done; what lasts less than a few milliseconds may be missed.</summary>
    private static long PeakOf(ForegroundServer server, Action action)
    {
        var done = Task.Run(action);
        var peak = server.AnonymousMemory;
        while (!done.Wait(TimeSpan.FromMilliseconds(3)))
            peak = Math.Max(peak, server.AnonymousMemory);
        return Math.Max(peak, server.AnonymousMemory);
    }

    private void Report(ForegroundServer server, string when, long peak) =>
        output.WriteLine($"{when}: {peak >> 20} MiB anonymous at most, {server.MemoryBeside(folder["cache"]) >> 20} MiB beside the indexes now");
}
