using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Images;

/// <summary>A path leads where the kernel's openat2(2) with <c>RESOLVE_IN_ROOT</c> leads, and fails where it fails.</summary>
public sealed class PathWalkTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private readonly TempFolder _folder = new();

    [Fact]
    public void Random_links_lead_where_the_kernel_goes()
    {
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var root = Directory.CreateDirectory(_folder[$"{seed}"]).FullName;
            Grow(random, root, 0);
            using var forest = new LinkForest(root);
            for (var i = 0; i < 1000; i++)
            {
                var (path, followLast) = (RandomPath(random), random.Next(2) == 0);
                var kernel = forest.Kernel(path, followLast);
                Assert.Equal((seed, path, followLast, kernel), (seed, path, followLast, forest.Ours(path, followLast, kernel)));
                var kind = kernel[0] == '/' ? "/" : kernel;
                answers[kind] = answers.GetValueOrDefault(kind) + 1;
            }
        }

        Assert.All(["/", "NotFound", "Invalid", "LimitExceeded"], kind => Assert.True(answers.GetValueOrDefault(kind) >= 100, $"{kind}: {answers.GetValueOrDefault(kind)}"));
    }

    [Fact]
    public void Chains_of_links_end_where_the_kernel_ends_them()
    {
        File.WriteAllText(_folder["file"], "file");
        Directory.CreateDirectory(_folder["folder"]);
        File.CreateSymbolicLink(_folder["l0"], "file");
        File.CreateSymbolicLink(_folder["d0"], "folder/");
        for (var i = 1; i <= 45; i++)
        {
            File.CreateSymbolicLink(_folder[$"l{i}"], $"/../l{i - 1}");
            File.CreateSymbolicLink(_folder[$"d{i}"], $"./folder/../d{i - 1}");
        }

        File.CreateSymbolicLink(_folder["self"], "self");
        File.CreateSymbolicLink(_folder["up"], "../../../../etc/passwd");
        File.CreateSymbolicLink(_folder["to-link-slash"], "l0/");
        using var forest = new LinkForest(_folder.Path);
        string[] more =
        [
            "self", "self/", "self/x", "up", "to-link-slash", "", "/", "//", "..", "../..", "./.", "file/", "file/.", "file/..", "folder/.", "folder/../file", "d3/../file",
            "/file", "//file", "nothing", "nothing/", "nothing/..", "l0/..", new('n', 255), new('n', 256), string.Join('/', Enumerable.Repeat("folder/..", 454)),
            string.Join('/', Enumerable.Repeat("folder/..", 455)),
        ];
        foreach (var path in Enumerable.Range(0, 46).SelectMany(i => new[] { $"l{i}", $"d{i}", $"d{i}/", $"l{i}/", $"d{i}/.." }).Concat(more))
        {
            Assert.All([true, false], followLast =>
            {
                var kernel = forest.Kernel(path, followLast);
                Assert.Equal((path, kernel), (path, forest.Ours(path, followLast, kernel)));
            });
        }
    }

    [Fact]
    public void A_real_tree_of_links_resolves_as_the_kernel_resolves_it()
    {
        const string etc = "/etc";
        using var forest = new LinkForest(etc);
        var paths = new List<string>();
        foreach (var file in forest.RootFs.Walk())
        {
            paths.Add(System.Text.Encoding.UTF8.GetString(file.Path));
        }

        Assert.Equal(
            Tool.Lines(Tool.Run(etc, "find", ".", "-mindepth", "1", "-printf", "%P\\n")).Order(StringComparer.Ordinal),
            paths.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var path in paths)
        {
            Assert.All([true, false], followLast =>
            {
                var kernel = forest.Kernel(path, followLast);
                Assert.Equal((path, kernel), (path, forest.Ours(path, followLast, kernel)));
            });
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void Grow(Random random, string folder, int depth)
    {
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, name);
            switch (random.Next(depth == 0 ? 4 : 6))
            {
                case 0 or 1 when depth < 4:
                    Directory.CreateDirectory(path);
                    Grow(random, path, depth + 1);
                    break;
                case 2 or 3:
                    File.CreateSymbolicLink(path, RandomPath(random));
                    break;
                case 4:
                    File.WriteAllText(path, path);
                    break;
            }
        }
    }

    private static string RandomPath(Random random)
    {
        var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(6) switch
        {
            0 => "..",
            1 when random.Next(3) == 0 => ".",
            _ => Names[random.Next(Names.Length)],
        });
        return (random.Next(4) == 0 ? "/" : string.Empty) + string.Join(random.Next(8) == 0 ? "//" : "/", parts) + (random.Next(6) == 0 ? "/" : string.Empty);
    }
}
