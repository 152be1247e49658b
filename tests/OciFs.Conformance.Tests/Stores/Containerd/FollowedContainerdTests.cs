using System.Diagnostics;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Stores.Containerd;

/// <summary>A containerd that works while its root is mounted.</summary>
public sealed class FollowedContainerdTests
{
    /// <summary>How long the images come and go; a number of seconds in OCIFS_STORE_LOOP makes it longer.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("OCIFS_STORE_LOOP"), out var seconds) ? seconds : 10);

    private static string Plain => ContainerdCorpus.NameOf("plain");

    [Fact]
    public void NamesComeAndGoWithinASecond()
    {
        using var host = new ContainerdHost();
        using var empty = MountPoint.Of($"containerd:{host.Root}");
        Assert.Empty(Command.Run("ls", empty["images"]).Lines());
        host.Import(Corpora.Given.Layout, "default");
        Within(() => Listed(empty).Contains("docker.io~corpus~case:plain", StringComparer.Ordinal));
        using var mount = MountPoint.Of($"containerd:{host.Root}");

        host.Ctr("images", "tag", Plain, "example.com/new:1");
        Within(() => Listed(mount).Contains("example.com~new:1", StringComparer.Ordinal));
        Assert.Equal(Digest(mount, "docker.io~corpus~case:plain"), Digest(mount, "example.com~new:1"));

        host.Ctr("images", "tag", "--force", ContainerdCorpus.NameOf("special"), "example.com/new:1");
        Within(() => Digest(mount, "example.com~new:1") == Digest(mount, "docker.io~corpus~case:special"));

        using var open = File.OpenRead(mount["images/example.com~new:1/manifest"]);
        host.Ctr("images", "rm", "--sync", "example.com/new:1", ContainerdCorpus.NameOf("special"));
        Within(() => !Listed(mount).Contains("example.com~new:1", StringComparer.Ordinal));
        Within(() => !Directory.Exists(mount["images/example.com~new:1"]));
        Assert.NotEqual(-1, open.ReadByte());

        host.Ctr("namespaces", "create", "later");
        Within(() => Directory.Exists(mount["namespaces/later/images"]));
    }

    [Fact]
    public async Task ReadersFindWhatIsThereWhileImagesComeAndGo()
    {
        using var host = new ContainerdHost();
        host.Import(Corpora.Given.Layout, "default");
        using var mount = MountPoint.Of($"containerd:{host.Root}");
        var expected = (Names: Listed(mount), Digest: Digest(mount, "docker.io~corpus~case:plain"));
        var clock = Stopwatch.StartNew();
        var looks = 0;
        var writer = Task.Run(() => Write(host, () => clock.Elapsed < Duration), TestContext.Current.CancellationToken);
        while (!writer.IsCompleted)
        {
            var now = Listed(mount);
            Assert.Equal(expected.Names, now.Where(name => !name.StartsWith("example.com~", StringComparison.Ordinal)), StringComparer.Ordinal);
            Assert.Equal(expected.Digest, Digest(mount, "docker.io~corpus~case:plain"));
            foreach (var name in now.Where(name => name.StartsWith("example.com~", StringComparison.Ordinal)))
                Assert.True(TryDigest(mount, name) is var digest && (digest is null || digest == expected.Digest), $"{name}: {digest}");
            looks++;
        }

        var rounds = await writer;
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds of the writer, {looks} looks, {clock.Elapsed}");
        Assert.InRange(looks, 5, int.MaxValue);
        Assert.InRange(rounds, 2, int.MaxValue);
        Assert.DoesNotContain("meta.db", File.ReadAllText(mount[".ocifs/status.json"]), StringComparison.Ordinal);
    }

    /// <summary>Tags, removes and takes in images until it is over; gives how often.</summary>
    private static int Write(ContainerdHost host, Func<bool> goesOn)
    {
        var round = 0;
        for (; goesOn(); round++)
        {
            var names = Enumerable.Range(0, 20).Select(i => $"example.com/image{i}:{round}").ToArray();
            host.Ctr(["images", "tag", Plain, .. names]);
            host.Ctr(["images", "rm", .. names]);
            if (round % 10 == 0)
                host.Import(Corpora.Given.Layout, "other");
        }

        return round;
    }

    private static string[] Listed(MountPoint mount) => Command.Run("ls", mount["images"]).Lines();

    private static string Digest(MountPoint mount, string image) => File.ReadAllText(mount[$"images/{image}/digest"]);

    /// <summary>As <see cref="Digest"/>; null where the image has gone meanwhile.</summary>
    private static string? TryDigest(MountPoint mount, string image)
    {
        try
        {
            return Digest(mount, image);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Within(Func<bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1.5), "not within a second");
            Thread.Sleep(20);
        }
    }
}
