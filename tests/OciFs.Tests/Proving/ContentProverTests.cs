using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.Layers;
using OciFs.Proving;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;

namespace OciFs.Tests.Proving;

/// <summary>Images of damaged stores: whatever is done to a blob is found, for each image that has it and for no other.</summary>
public sealed class ContentProverTests : IDisposable
{
    private static readonly LayerBlob Base = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "content")]), LayerCompression.Gzip);
    private static readonly LayerBlob Top = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("other", "more")]), LayerCompression.Zstd);
    private static readonly LayerBlob Plain = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("plain", "as it is")]));

    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout;

    public ContentProverTests() => _layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);

    [Fact]
    public void AllIsSound()
    {
        var image = _layout.AddImage([Base, Top, Plain]);
        _layout.Name("image", image.Manifest).Write();
        var proof = Assert.Single(Prove());
        Assert.Equal(5, proof.Contents.Length);
        Assert.Empty(Wrong(proof));
    }

    [Fact]
    public void EveryByteCounts()
    {
        var image = _layout.AddImage([Base, Plain]);
        _layout.Name("image", image.Manifest).Write();
        foreach (var blob in Directory.GetFiles(_folder["layout/blobs/sha256"]))
        {
            var digest = $"sha256:{Path.GetFileName(blob)}";
            var bytes = File.ReadAllBytes(blob);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= 1;
                File.WriteAllBytes(blob, bytes);
                Assert.NotEqual(Path.GetFileName(blob), Convert.ToHexStringLower(SHA256.HashData(bytes)), StringComparer.Ordinal);
                Assert.Equal([digest], Wrong(Assert.Single(Prove())));
                bytes[i] ^= 1;
            }

            File.WriteAllBytes(blob, bytes);
        }

        Assert.Empty(Wrong(Assert.Single(Prove())));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("gone")]
    [InlineData("swapped")]
    [InlineData("empty")]
    public void WhatIsNotTheBlobIsFoundInEachImageThatHasIt(string damage)
    {
        var (one, two, three) = (_layout.AddImage([Base, Top]), _layout.AddImage([Base]), _layout.AddImage([Plain]));
        _layout.Name("one", one.Manifest).Name("two", two.Manifest).Name("three", three.Manifest).Write();
        var (file, digest) = (_layout.BlobPath(one.Layers[0].Digest), one.Layers[0].Digest);
        var bytes = File.ReadAllBytes(file);
        switch (damage)
        {
            case "cut": File.WriteAllBytes(file, bytes[..^1]); break;
            case "longer": File.WriteAllBytes(file, [.. bytes, 0]); break;
            case "gone": File.Delete(file); break;
            case "swapped": File.Copy(_layout.BlobPath(one.Layers[1].Digest), file, overwrite: true); break;
            default: File.WriteAllBytes(file, []); break;
        }

        var proofs = Prove();
        Assert.Equal([digest], Wrong(proofs[0]));
        Assert.Equal([digest], Wrong(proofs[1]));
        Assert.Empty(Wrong(proofs[2]));
    }

    [Fact]
    public void AnIndexThatWasMadeBeforeIsNotBelieved()
    {
        var image = _layout.AddImage([Base]);
        _layout.Name("image", image.Manifest).Write();
        var cache = new CacheFolder(_folder["cache"]);
        using (var store = Open(cache))
        {
            Assert.Single(store.Images[0].DefaultPlatform!.RootFs.List());
        }

        _layout.FlipByte(image.Layers[0].Digest, -1);
        Assert.Equal([image.Layers[0].Digest], Wrong(Assert.Single(Prove(cache))));
    }

    [Fact]
    public void AWrongDiffIdIsFoundWhereItIsClaimedAndNotElsewhere()
    {
        _layout.Name("truth", _layout.AddImage([Base, Plain]).Manifest)
            .Name("lie", _layout.AddImage([Base with { Tar = [1] }, Plain with { Tar = [2] }]).Manifest).Write();
        var proofs = Prove();
        Assert.Empty(Wrong(proofs[0]));
        var lies = proofs[1].Contents.Where(content => content.State is ProofState.Damaged).ToArray();
        Assert.Equal(
            [$"is {LayoutBuilder.DigestOf(Base.Tar)}, the config says {LayoutBuilder.DigestOf([1])}", $"is {LayoutBuilder.DigestOf(Plain.Tar)}, the config says {LayoutBuilder.DigestOf([2])}"],
            lies.Select(lie => Assert.Single(lie.Problems)).Select(line => line[line.IndexOf("is sha256", StringComparison.Ordinal)..line.IndexOf(" (", StringComparison.Ordinal)]),
            StringComparer.Ordinal);
    }

    [Fact]
    public void ATarThatIsNotSoundIsDamagedAlthoughItsDigestIsRight()
    {
        byte[] noTar = [.. "this is no tar"u8, .. new byte[1024]];
        byte[] cut = Plain.Tar[..515];
        _layout.Name("no tar", _layout.AddImage([LayerBlob.Of(noTar)]).Manifest)
            .Name("cut tar", _layout.AddImage([LayerBlob.Of(cut)]).Manifest)
            .Name("cut gzip", _layout.AddImage([Base with { Bytes = Base.Bytes[..^4] }]).Manifest).Write();
        Assert.All(Prove(), proof => Assert.Equal(ProofState.Damaged, Assert.Single(proof.Contents, content => content.State is not ProofState.Sound).State));
    }

    [Fact]
    public void WhatNobodyCanReadIsSaidAndNotCountedAsSound()
    {
        var layer = _layout.AddBlob(Base.Bytes, Base.MediaType + "+encrypted");
        var config = new JsonObject
        {
            ["os"] = "linux", ["architecture"] = "amd64", ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(LayoutBuilder.DigestOf(Base.Tar)) },
        };
        _layout.Name("image", _layout.AddManifest(_layout.AddDocument(config, LayoutBuilder.ConfigType), [layer])).Write();
        var content = Assert.Single(Assert.Single(Prove()).Contents, content => content.State is not ProofState.Sound);
        Assert.Equal((ProofState.Unchecked, layer.Digest), (content.State, content.Descriptor.Digest.ToString()));
        _layout.FlipByte(layer.Digest, 0);
        Assert.Equal(ProofState.Damaged, Assert.Single(Prove()).Contents.Max(found => found.State));
    }

    [Fact]
    public void WhatImagesShareIsReadOnce()
    {
        var shared = Enumerable.Range(0, 20).Select(i => _layout.AddImage([Base, LayerBlob.Of(LayerBuilder.Tar([TestEntry.File($"{i}", "own")]))])).ToArray();
        foreach (var (i, image) in shared.Index())
        {
            _layout.Name($"image{i}", image.Manifest);
        }

        _layout.Write();
        var meter = new WorkMeter();
        using var store = Open(null);
        using var prover = new ContentProver(store, new ImageStoreOptions { Cache = null, Meter = meter });
        Assert.All(store.Images, image => Assert.Empty(Wrong(prover.ProveAsync(image).GetAwaiter().GetResult())));
        Assert.Equal(new DirectoryInfo(_folder["layout/blobs/sha256"]).EnumerateFiles().Sum(file => file.Length), meter.Done);
        Assert.Empty(meter.Running);
    }

    [Fact]
    public void AnArtifactAboutAnImageIsReadToo()
    {
        var image = _layout.AddImage([Base]);
        var file = _layout.AddBlob([.. "the signature"u8], "application/vnd.example.signature");
        var about = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = LayoutBuilder.ManifestType,
            ["artifactType"] = "application/vnd.example",
            ["config"] = _layout.AddBlob([.. "{}"u8], "application/vnd.oci.empty.v1+json").ToJson(),
            ["layers"] = new JsonArray(file.ToJson()),
            ["subject"] = image.Manifest.ToJson(),
        };
        _layout.Name("image", image.Manifest).Name("", _layout.AddDocument(about, LayoutBuilder.ManifestType)).Write();
        Assert.Equal(3, Prove()[0].Referrers.Length);
        _layout.FlipByte(file.Digest, 0);
        var damaged = Assert.Single(Prove()[0].Referrers, content => content.State is not ProofState.Sound);
        Assert.Equal((ProofState.Damaged, file.Digest), (damaged.State, damaged.Descriptor.Digest.ToString()));
    }

    public void Dispose() => _folder.Dispose();

    private ImageStore Open(CacheFolder? cache) => ImageStore.Open($"oci:{_layout.Folder}", new ImageStoreOptions { Cache = cache, Platform = PlatformName.Parse("linux/amd64") });

    private ImageProof[] Prove(CacheFolder? cache = null)
    {
        using var store = Open(cache);
        using var prover = new ContentProver(store, new ImageStoreOptions { Cache = cache });
        return [.. store.Images.Select(image => prover.ProveAsync(image).GetAwaiter().GetResult())];
    }

    /// <summary>The digests of what is not there or not sound.</summary>
    private static string[] Wrong(ImageProof proof) =>
    [
        .. proof.Report.Missing.Concat(proof.Contents.Where(content => content.State is not ProofState.Sound).Select(content => content.Descriptor))
            .Select(content => content.Digest.ToString()),
    ];
}
