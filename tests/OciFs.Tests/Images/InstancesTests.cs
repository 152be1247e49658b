using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.References;
using OciFs.Tests.Stores.ContainersStorage;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Images;

/// <summary>The entries of manifest lists, as the documents have them and as containers-storage notes where they came from.</summary>
public sealed class InstancesTests
{
    [Theory]
    [InlineData("multi")]
    [InlineData("multi-attest")]
    [InlineData("multi-noplatform")]
    [InlineData("multi-empty")]
    [InlineData("docker-list")]
    [InlineData("nested")]
    [InlineData("single-amd64")]
    public void Are_what_the_document_says(string name)
    {
        using var store = ImageStore.Open($"oci:{Fixtures.Layout("platforms")}", new ImageStoreOptions { Cache = null });
        var image = store.Get(name);

        // Platforms in their canonical form, everything else as it is written.
        var written = JsonNode.Parse(image.TargetBytes!.Value.Span)!["manifests"]?.AsArray() ?? [];
        Assert.Equal(
            written.Select(entry => (
                (string?)entry!["mediaType"], (string?)entry["digest"], (long)entry["size"]!, Platform(entry["platform"]), Pairs(entry["annotations"]))),
            image.Instances.Select(instance => (
                (string?)instance.Descriptor.MediaType, (string?)instance.Descriptor.Digest.ToString(), instance.Descriptor.Size,
                instance.Descriptor.Platform, string.Join(' ', instance.Descriptor.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal)))));
        Assert.All(image.Instances, instance => Assert.Equal(
            File.Exists(Fixtures.Layout($"platforms/blobs/sha256/{instance.Descriptor.Digest.Hex}")), instance.IsPresent));
    }

    [Fact]
    public void Images_of_the_store_that_are_an_instance_are_named()
    {
        using var store = ImageStore.Open($"oci:{Fixtures.Layout("platforms")}", new ImageStoreOptions { Cache = null });
        var byDigest = store.Images.ToLookup(image => image.Target.Digest, image => image.Name);
        Assert.All(store.Get("multi").Instances, instance => Assert.Equal(byDigest[instance.Descriptor.Digest], instance.Images, StringComparer.Ordinal));
        Assert.Contains(store.Get("multi").Instances, instance => !instance.Images.IsEmpty);
    }

    [Fact]
    public void Origins_are_those_that_the_storage_has_noted()
    {
        using var root = new StorageBuilder();
        var here = root.AddImage(StorageBuilder.IdOf("a"), Manifest("1"), ["localhost/a:1", "localhost/a:2"]);
        var gone = Digest.Parse($"sha256:{new string('1', 64)}");
        var index = $$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json","manifests":[
            {"mediaType":"m","digest":"{{{here}}}","size":{{{Manifest("1").Length}}},"platform":{"os":"windows","architecture":"arm64","os.features":["win32k","gpu"],"variant":"v8"},"annotations":{"k":"v"}},
            {"mediaType":"m","digest":"{{{gone}}}","size":5}]}
            """;
        root.AddImage(StorageBuilder.IdOf("list"), index, ["localhost/list:1"], origins: $$$"""
            {"":"list","{{{here}}}":"containers-storage:localhost/a:1","{{{gone}}}":"docker://there/gone"}
            """);
        root.AddImage(StorageBuilder.IdOf("other"), index + " ", ["localhost/other:1"], origins: "[]");
        root.Save();

        using var store = ImageStore.Open($"containers-storage:{root.Path}", new ImageStoreOptions { Cache = null });
        var instances = store.Get("localhost/list:1").Instances;

        Assert.Equal("windows(+gpu+win32k)/arm64", instances[0].Descriptor.Platform!.ToSpecifier());
        Assert.Equal(["localhost/a:1", "localhost/a:2"], instances[0].Images, StringComparer.Ordinal);
        Assert.Empty(instances[1].Images);
        Assert.Equal([true, false], instances.Select(instance => instance.IsPresent));
        Assert.Equal(["containers-storage:localhost/a:1", "docker://there/gone"], instances.Select(instance => instance.Origin), StringComparer.Ordinal);
        Assert.Equal([null, null], store.Get("localhost/other:1").Instances.Select(instance => instance.Origin), StringComparer.Ordinal);
    }

    private static string Manifest(string note) =>
        $$$"""{"schemaVersion":2,"config":{"mediaType":"c","digest":"sha256:{{{new string('0', 64)}}}","size":1},"layers":[],"annotations":{"n":"{{{note}}}"}}""";

    private static PlatformName? Platform(JsonNode? json) => json is null ? null : PlatformName.Normalize(
        (string?)json["os"], (string?)json["architecture"], (string?)json["variant"], (string?)json["os.version"],
        json["os.features"]?.AsArray().Select(feature => (string?)feature));

    private static string Pairs(JsonNode? json) =>
        string.Join(' ', (json?.AsObject() ?? []).Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
