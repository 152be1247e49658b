using System.Text;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

/// <summary>Documents that somebody made wrong: whatever they say, walk, check and sizes end, and throw nothing.</summary>
public sealed class HostileGraphTests : IDisposable
{
    private static readonly string[] Types =
    [
        IndexType, ManifestType, ConfigType, "", "application/json", "application/vnd.oci.image.layer.v1.tar", "a/b", "application/vnd.oci.artifact.manifest.v1+json",
    ];

    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Fact]
    public void Random_documents()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            List<string> made = [Entry(ManifestType, "sha256:" + new string('0', 64), 5)];
            for (var i = 0; i < 15; i++)
            {
                made.Add(Damaged(random, Document(random, made)));
            }

            Ask(made[^1]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Sizes_that_cannot_be(long size) =>
        Ask(Index(Entry(ManifestType, "sha256:" + new string('a', 64), size), Entry("a/b", "sha256:" + new string('b', 64), size), _layout.Entry(ManifestType, _layout.Image())));

    [Fact]
    public void Indexes_that_list_one_another_many_times()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < 16; i++)
        {
            entry = Index([.. Enumerable.Repeat(entry, 10)]);
        }

        var (end, report) = Ask(entry);
        Assert.Equal(WalkEnd.LimitReached, end);
        Assert.True(report.IsComplete);
        Assert.Equal(16 + 3, report.Required.Length);
    }

    private (WalkEnd End, ContentReport All) Ask(string entry)
    {
        _layout.Index(entry);
        using var store = OciLayoutStore.Open(_layout.Path);
        if (store.List().Images is not [var image])
        {
            return default;
        }

        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var resolved = resolver.Resolve(image);
        var check = new ContentCheck(store, resolver.Documents);
        var visits = 0;
        var end = new ContentGraph(resolver.Documents).Walk(resolved.Target, _ =>
        {
            visits++;
            return WalkStep.Continue;
        });
        var all = check.OfAll(resolved);
        Assert.InRange(visits, 1, Limits.DescriptorsPerWalk);
        Assert.InRange(all.PresentSize, 0, all.RequiredSize);
        foreach (var report in resolved.Platforms.Select(check.Of).Append(check.Of(resolved)).Append(all))
        {
            Assert.Equal(report.Required.Length, report.Present.Length + report.Missing.Length);
            Assert.InRange(report.PresentSize, 0, report.RequiredSize);
        }

        Assert.All(resolved.Platforms, platform => Assert.InRange(platform.StoredSize, 0, long.MaxValue));
        return (end, all);
    }

    private static string Document(Random random, List<string> made)
    {
        string Some() => string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => made[random.Next(made.Count)]));
        string One() => made[random.Next(made.Count)];
        var text = random.Next(5) switch
        {
            0 => $$"""{"manifests":[{{Some()}}],"subject":{{One()}}}""",
            1 => $$"""{"config":{{One()}},"layers":[{{Some()}}]}""",
            2 => $$"""{"blobs":[{{Some()}}],"artifactType":"x/y"}""",
            3 => """{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[]}}""",
            _ => $$"""{"manifests":[{{Some()}}],"layers":[{{Some()}}]}""",
        };
        return text;
    }

    // Some bytes changed before the digest is taken, some after.
    private string Damaged(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(4) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var digest = _layout.Blob(bytes);
        var entry = _layout.Entry(Types[random.Next(Types.Length)], digest);
        if (random.Next(8) == 0)
        {
            File.WriteAllBytes(_layout.BlobPath(digest), bytes[..random.Next(bytes.Length)]);
        }

        return entry;
    }

    private string Index(params string[] entries) => _layout.Entry(IndexType, _layout.Blob(IndexOf(entries)));
}
