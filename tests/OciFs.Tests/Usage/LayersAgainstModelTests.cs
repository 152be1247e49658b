using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.Provenance;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Usage;

namespace OciFs.Tests.Usage;

/// <summary>What layers bring, hide and do to each path is what a naive model in Python computes of their tars (<c>layers.py</c>).</summary>
public sealed class LayersAgainstModelTests
{
    private static readonly int Stacks = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEARCHES") ?? "60");

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEED") ?? "1");

    [Fact]
    public void Random_stacks_are_as_the_model_says() => Parallel.For(0, Stacks, number =>
    {
        var stack = WithSoundLinks(StackGenerator.Generate((Seed * 1_000_003) + number, StackOptions.Agreed with { MaxEntries = 14 }));
        using var folder = new TempFolder();
        var tars = stack.ToTars(TarDialect.Pax);
        var model = Model(folder, tars);
        using var store = Open(folder, tars);
        var platform = store.Images[0].DefaultPlatform!;
        var usage = ImageUsage.Of(platform);
        var changes = LayerChanges.Of(platform).ToArray();

        var rows = usage.Layers.Zip(changes, (share, change) =>
            $"[{share.Files},{share.Bytes},{share.VisibleFiles},{share.VisibleBytes},{change.Added},{change.Changed},{change.Whiteouts},{change.Opaque}]");
        Same(model["layers"]!.AsArray().Select(row => row!.ToJsonString()), rows, stack);
        Same(model["hidden"]!.AsArray().Select(size => size!.ToJsonString()), usage.Hidden(int.MaxValue).Select(file => $"{file.Bytes}").Reverse(), stack);
        Assert.Equal(usage.WastedBytes, usage.Hidden(int.MaxValue).Sum(file => file.Bytes));
        foreach (var (path, events) in model["events"]!.AsObject())
        {
            var history = PathHistory.Of(platform, Convert.FromHexString(path));
            var told = history.Events.Select(happened => $"{happened.Layer.Number} {happened.Change.ToString().ToLowerInvariant()}").ToArray();
            Assert.All(history.Events, happened => Assert.Equal(happened.Change is PathChange.Removed, happened.How is not null));
            Same(events!.AsArray().Select(line => line!.GetValue<string>()), told.Select(line => line), stack, Convert.ToHexString(history.Path.Span));
            Assert.Equal(told is [.., var last] && !last.EndsWith("removed", StringComparison.Ordinal), history.Exists);
        }
    });

    [Fact]
    public void What_changes_is_told()
    {
        using var folder = new TempFolder();
        var xattrs = new Dictionary<ByteString, ByteString> { ["user.one"] = "1" };
        byte[][] tars =
        [
            LayerBuilder.Tar([TestEntry.Directory("d"), TestEntry.File("d/f", "one"), TestEntry.Symlink("l", "d")]),
            LayerBuilder.Tar([TestEntry.File("d/f", "two") with { Mode = 0x180 }]),
            LayerBuilder.Tar([TestEntry.File("d/f", "two") with { Mode = 0x180, Uid = 5, Xattrs = xattrs }]),
            LayerBuilder.Tar([TestEntry.File("d/f", "two") with { Mode = 0x180, Uid = 5, Xattrs = xattrs }]),
            LayerBuilder.Tar([TestEntry.Symlink("d", "elsewhere")]),
        ];
        using var store = Open(folder, tars);
        var history = PathHistory.Of(store.Images[0].DefaultPlatform!, "d/f"u8);
        Assert.Equal(
            "Added None, Changed Content|Mode, Changed Owner|Xattrs, Changed None, Removed None",
            string.Join(", ", history.Events.Select(happened => $"{happened.Change} {happened.What.ToString().Replace(", ", "|", StringComparison.Ordinal)}")));
        Assert.Equal("/d"u8, history.Events[^1].By.Span);
        Assert.Equal("/d"u8, PathHistory.Of(store.Images[0].DefaultPlatform!, "/l/../d"u8).Path.Span);
        Assert.Equal("/elsewhere/x"u8, PathHistory.Of(store.Images[0].DefaultPlatform!, "/l/x"u8).Path.Span);
    }

    // A hard link that leads nowhere, or to a directory, is left out by all tools, each in a way of its own (ComparableStack).
    private static LayerStack WithSoundLinks(LayerStack stack) => stack with
    {
        Layers = [.. stack.Layers.Select((layer, number) => (IReadOnlyList<TestEntry>)
            [.. layer.Where((entry, at) => entry.Type != EntryType.HardLink || layer.Take(at).Any(other => other.Type == EntryType.File && other.Name == entry.Target)
                || stack.Layers.Take(number).Any(lower => lower.Any(other => other.Type == EntryType.File && other.Name == entry.Target && number == 1)))])],
    };

    private static ImageStore Open(TempFolder folder, IEnumerable<byte[]> tars)
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        layout.Name("image", layout.AddImage(tars.Select(tar => LayerBlob.Of(tar))).Manifest).Write();
        return ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
    }

    private static void Same(IEnumerable<string> expected, IEnumerable<string> actual, LayerStack stack, string path = "") =>
        Assert.True(expected.SequenceEqual(actual, StringComparer.Ordinal), $"{path}\nmodel {string.Join(' ', expected)}\nours  {string.Join(' ', actual)}\n{stack}");

    private static JsonNode Model(TempFolder folder, IReadOnlyList<byte[]> tars)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder.Path };
        start.ArgumentList.Add(Path.Combine(Path.GetDirectoryName(Here())!, "layers.py"));
        for (var number = 0; number < tars.Count; number++)
        {
            File.WriteAllBytes(folder[$"{number}.tar"], tars[number]);
            start.ArgumentList.Add($"{number}.tar");
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return JsonNode.Parse(output)!;
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
