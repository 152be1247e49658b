using System.Diagnostics;
using System.Text;
using OciFs.Images;
using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Searching;
using OciFs.Tests.Views;

namespace OciFs.Tests.Searching;

/// <summary>A search over images that share layers finds what find(1) finds in the trees that the naive reference unpacks of them.</summary>
public sealed class ImageSearchTests
{
    private static readonly int Stores = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEARCHES") ?? "60");

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEED") ?? "1");

    [Fact]
    public void Random_images_are_searched_as_find_searches_them() => Parallel.For(0, Stores, number =>
    {
        var random = new Random((Seed * 1_000_003) + number);
        using var folder = new TempFolder();
        using var store = Images(random, folder, out var trees);
        var names = trees.Values.SelectMany(tree => Names(Find(tree, [], null)))
            .Where(name => name.All(char.IsAscii)).Append("content").Distinct(StringComparer.Ordinal).ToArray();
        for (var round = 0; round < 6; round++)
            Compare(store, trees, RandomConditions.Next(random, names), random);
    });

    [Fact]
    public void Many_images_keep_few_layers_open()
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        for (var number = 0; number < 60; number++)
        {
            layout.Name($"i{number:00}", layout.AddImage(
            [
                LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("shared", "s")])), LayerBlob.Of(LayerBuilder.Tar([TestEntry.File($"own{number}", "o")])),
            ]).Manifest);
        }

        layout.Write();
        using var store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
        using var search = new ImageSearch(store, new FileConditions { Kinds = [FileKind.Regular] }, null, 4, 1 << 20);
        var most = 0;
        var found = search.Find(
            [.. store.Images.Select(image => (image, image.DefaultPlatform!))],
            (number, _) => match =>
            {
                InterlockedMax(ref most, OpenBlobs(layout.Folder));
                return $"{number} {Encoding.UTF8.GetString(match.Path.Span)}";
            },
            (_, _, error) => error.Message).ToArray();
        Assert.Equal(Enumerable.Range(0, 60).SelectMany(number => new[] { $"{number} /own{number}", $"{number} /shared" }), found, StringComparer.Ordinal);
        Assert.InRange(most, 1, 4 + (2 * Environment.ProcessorCount));
    }

    [Fact]
    public void A_broken_image_is_told_and_the_others_are_searched()
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var images = Enumerable.Range(0, 3).Select(number => layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File($"f{number}", "x")]))])).ToArray();
        for (var number = 0; number < 3; number++)
            layout.Name($"i{number}", images[number].Manifest);
        layout.Write();
        layout.FlipByte(images[1].Layers[0].Digest, 600);
        using var store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
        using var search = new ImageSearch(store, new FileConditions { Names = [name => name.StartsWith("f"u8)] });
        var found = search.Find(
            [.. store.Images.Select(image => (image, image.DefaultPlatform!))],
            (_, _) => match => Encoding.UTF8.GetString(match.Path.Span),
            (number, _, _) => $"failed {number}");
        Assert.Equal(["/f0", "failed 1", "/f2"], found, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_not_hashed_is_told_and_the_others_are_searched(bool isOfMany)
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var most = Limits.HoleBytesHashed;
        TestEntry[] files = [Sparse("holes", most + 4), Sparse("huge", long.MaxValue >> 1), TestEntry.File("x", "found")];
        layout.Name("image", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar(files))]).Manifest).Write();
        using var store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
        var conditions = new FileConditions { Sha256 = Digest.Parse($"sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("found"u8))}") };
        var platform = store.Images[0].DefaultPlatform!;
        List<string> found = [];
        void Fail(ReadOnlyMemory<byte> path, OciFsException error)
        {
            Assert.Contains($"{most}", error.Message, StringComparison.Ordinal);
            found.Add($"failed {Encoding.UTF8.GetString(path.Span)}");
        }

        if (isOfMany)
        {
            using var search = new ImageSearch(store, conditions);
            found.AddRange(search.Find([(store.Images[0], platform)], (_, _) => match => Encoding.UTF8.GetString(match.Path.Span), (_, path, error) =>
            {
                Fail(path, error);
                return "told";
            }).Where(line => line != "told").ToArray());
        }
        else
        {
            found.AddRange(new FileSearch(platform.RootFs, conditions).Find(platform.RootFs, "/"u8.ToArray(), Fail).Select(match => Encoding.UTF8.GetString(match.Path.Span)).ToArray());
        }

        Assert.Equal(["failed /holes", "failed /huge", "/x"], found, StringComparer.Ordinal);
        static TestEntry Sparse(string name, long length) => TestEntry.File(name) with { Content = new FileContent(length, [new FileSegment(0, "abc"u8.ToArray())]) };
    }

    // Images of the same few layers, in whole and in part, in this order and another.
    private static ImageStore Images(Random random, TempFolder folder, out Dictionary<string, string> trees)
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var stack = ComparableStack.WithoutEntriesBelowLinks(StackGenerator.Generate(random.Next(), StackOptions.All));
        var other = ComparableStack.WithoutEntriesBelowLinks(StackGenerator.Generate(random.Next(), StackOptions.All));
        LayerStack[] stacks =
        [
            stack, stack.UpTo(0), other, new([.. stack.Layers, .. other.Layers]), new([.. other.Layers, .. stack.Layers]), new([.. stack.Layers.Reverse()]),
        ];
        trees = [];
        for (var number = 0; number < stacks.Length; number++)
        {
            if (Sound(stacks[number], folder[$"tree{number}"]) is not { } applied)
                continue;
            layout.Name($"i{number}", layout.AddImage(stacks[number].ToTars(TarDialect.Pax).Select(tar => LayerBlob.Of(tar))).Manifest);
            trees.Add($"i{number}", applied.Root);
        }

        layout.Write();
        return ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
    }

    // What is left open for single layers (see ComparableStack) is left out.
    private static AppliedTree? Sound(LayerStack stack, string folder)
    {
        Directory.CreateDirectory(folder);
        var applied = NaiveApplier.Apply(stack.ToTars(TarDialect.Pax).Select(TarReader.Read), folder);
        return ComparableStack.Misleading(stack, applied.Problems).Count == 0 && applied.LedBack.Count == 0 ? applied : null;
    }

    private static void Compare(ImageStore store, Dictionary<string, string> trees, RandomConditions asked, Random random)
    {
        var images = store.Images.Select(image => (Image: image, Platform: image.DefaultPlatform!)).ToArray();
        using var search = new ImageSearch(store, asked.Conditions, null, random.Next(4), random.Next(3) == 0 ? random.Next(500) : 1 << 20);
        var found = search.Find(
            images, (number, _) => match => $"{images[number].Image.Name}:{Encoding.Latin1.GetString(match.Path.Span)}", (_, _, error) => error.Message).ToArray();
        var walked = images.SelectMany(image => new FileSearch(image.Platform.RootFs, asked.Conditions)
            .Find(image.Platform.RootFs, "/"u8.ToArray(), (_, error) => Assert.Fail(error.Message))
            .Select(match => $"{image.Image.Name}:{Encoding.Latin1.GetString(match.Path.Span)}")).ToArray();
        var expected = images.SelectMany(image => Find(trees[image.Image.Name], asked.Arguments, asked.Hash).Select(path => $"{image.Image.Name}:{path}"));
        Assert.Equal(walked, found);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(IEnumerable<string> paths) => paths.Select(path => path[(path.LastIndexOf('/') + 1)..]).Where(name => name.Length > 0);

    private static IEnumerable<string> Find(string tree, string[] arguments, string? hash)
    {
        string[] end = hash is null ? ["-print0"] : ["-type", "f", "-exec", "sha256sum", "-z", "{}", "+"];
        var found = Run(tree, [".", .. arguments, .. end]).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var paths = hash is null ? found : found.Where(line => line.StartsWith(hash, StringComparison.Ordinal)).Select(line => line[66..]);
        return paths.Select(path => path == "." ? "/" : path[1..]);
    }

    private static string Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("find") { WorkingDirectory = folder, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static int OpenBlobs(string folder) => Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) is true);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
            seen = Interlocked.CompareExchange(ref most, value, seen) is var now && now == seen ? value : now;
    }
}
