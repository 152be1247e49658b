using System.Text.Json.Nodes;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.ContainersStorage;
using OciFs.Tests.Stores.DockerStore;

namespace OciFs.Tests.Stores;

/// <summary>Whatever the bytes of a store's records are, its user is told in the core's words; any other exception would end the mount.</summary>
public sealed class DamagedRecordsTests
{
    private const int Rounds = 1000;

    // Opening waits a few times for who may be writing; a store that is open does so once for many damages.
    private const int RoundsOpen = 50;
    private const string Config = """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""";

    private static readonly DiffId SomeDiffId = new(Digest.Compute(DigestAlgorithm.Sha256, "tar"u8));

    // What the parts of a JSON reader that are seldom used meet: half a pair, NUL, bad UTF-8, numbers that do not fit, other kinds of values.
    private static readonly byte[][] Pieces =
    [
        "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), [0xC3], [0xFF], [0], "\""u8.ToArray(), "null"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(),
        "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), "1e400"u8.ToArray(), "../"u8.ToArray(), "@"u8.ToArray(), ":"u8.ToArray(), "\n"u8.ToArray(),
    ];

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\udc00\"")]
    [InlineData("\"\u0001\"")]
    [InlineData("7")]
    public void A_flag_that_is_no_text_is_none(string flag)
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"], layer: "x");
        using var store = root.Save().Open();
        StorageBuilder.Replace(root.LayersFile, $$$"""[{"id":"x","flags":{"expected-layer-diffid":{{{flag}}}}}]""");
        Assert.Equal("localhost/a:1", Assert.Single(store.List().Images).Name);
        LookAtAll(store, digest);
    }

    [Fact]
    public void A_flag_of_bad_UTF8_is_none()
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"], layer: "x");
        root.Save();
        File.WriteAllBytes(root.LayersFile, [.. "[{\"id\":\"x\",\"flags\":{\"expected-layer-diffid\":\""u8, 0xC3, 0x28, .. "\"}}]"u8]);
        using var store = root.Open();
        LookAtAll(store, digest);
    }

    [Fact]
    public void Records_of_containers_storage_may_have_any_bytes()
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}", ["localhost/a:1", "localhost/b:1"], layer: "top");
        root.AddLayer("base", null, flags: new JsonObject { ["expected-layer-diffid"] = SomeDiffId.ToString(), ["incomplete"] = false });
        root.AddLayer("top", SomeDiffId, parent: "base").Save();
        root.AddFiles("base");
        root.AddFiles("top");
        Mutate([root.ImagesFile, root.LayersFile], root.Open, digest);
    }

    [Fact]
    public void Records_of_Docker_may_have_any_bytes()
    {
        using var root = new DockerBuilder();
        var step = root.AddImage(Config);
        var image = root.AddImage(Config + " ", parent: step);
        root.Name(("a", "a:1", image), ("b", $"b@{step}", step));
        var below = root.AddLayer(new DiffId(DockerBuilder.DigestOf("base")), "below");
        root.AddLayer(SomeDiffId, "above", parent: below);
        root.AddFiles("below");
        root.AddFiles("above");
        string[] files = [.. Directory.GetFiles(Path.Combine(root.Path, "image"), "*", SearchOption.AllDirectories)];
        Mutate(files, root.Open, image);
    }

    private static void Mutate(string[] files, Func<IStore> open, Digest known)
    {
        var random = new Random(20261121);
        using var followed = open();
        for (var round = 0; round < Rounds; round++)
        {
            var file = files[random.Next(files.Length)];
            var sound = File.ReadAllBytes(file);
            File.WriteAllBytes(file, Damaged(sound, random));
            LookAtAll(followed, known);
            if (round % RoundsOpen == 0)
            {
                Try(() => open().Dispose());
            }

            File.WriteAllBytes(file, sound);
        }
    }

    private static byte[] Damaged(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(bytes.Count + 1);
            var cut = Math.Min(random.Next(4) == 0 ? random.Next(8) : 0, bytes.Count - at);
            bytes.RemoveRange(at, cut);
            bytes.InsertRange(at, random.Next(2) == 0 ? Pieces[random.Next(Pieces.Length)] : [(byte)random.Next(256)]);
        }

        return [.. bytes];
    }

    private static void LookAtAll(IStore store, Digest known)
    {
        foreach (var image in store.List().Images)
        {
            Try(() => store.OpenBlob(image.Target.Digest).Dispose());
            Try(() => store.MakeManifest(image.Target));
            _ = store.TryGetBlobSize(image.Target.Digest, out _);
            _ = new ImageResolver(store, PlatformName.Host).Resolve(image);
        }

        _ = store.ListBlobs();
        Try(() => store.OpenBlob(known).Dispose());
        foreach (var claim in new LayerClaim[] { new(SomeDiffId.Digest, 0, SomeDiffId, null), new(known, 0, SomeDiffId, new ChainId(SomeDiffId.Digest)) })
        {
            _ = store.FormOf(claim);
            Try(() => store.OpenLayer(claim).Dispose());
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (OciFsException)
        {
            // Told.
        }
    }
}
