using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Resolution;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public void Reads_what_cat_reads(string algorithm)
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout("sha512"));
        var reader = new DocumentReader(store);
        var blobs = store.ListBlobs().Where(blob => blob.Digest.AlgorithmName == algorithm).ToArray();
        Assert.NotEmpty(blobs);
        Assert.All(blobs, blob => Assert.Equal(
            File.ReadAllBytes(Fixtures.Layout($"sha512/blobs/{algorithm}/{blob.Digest.Hex}")),
            reader.Read(new Descriptor("any", blob.Digest, blob.Size)).ToArray()));
    }

    [Theory]
    [InlineData(FaultyStore.Fault.Open, OciFsError.Unavailable)]
    [InlineData(FaultyStore.Fault.Read, OciFsError.Unavailable)]
    [InlineData(FaultyStore.Fault.Short, OciFsError.DigestMismatch)]
    internal void Faults_are_errors_of_ours(FaultyStore.Fault fault, OciFsError expected)
    {
        using var store = new FaultyStore(OciLayoutStore.Open(Fixtures.Layout("refs")), fault);
        var target = store.List().Images[0].Target;
        Assert.Equal(expected, Assert.Throws<OciFsException>(() => new DocumentReader(store).Read(target)).Error);
    }

    [Theory]
    [InlineData(FaultyStore.Fault.Open)]
    [InlineData(FaultyStore.Fault.Read)]
    [InlineData(FaultyStore.Fault.Short)]
    internal void Faults_are_problems_of_an_image(FaultyStore.Fault fault)
    {
        using var store = new FaultyStore(OciLayoutStore.Open(Fixtures.Layout("refs")), fault);
        var image = new ImageResolver(store, PlatformName.Host).Resolve(store.List().Images[0]);
        Assert.Single(image.Problems);
        Assert.Null(image.TargetBytes);
    }

    [Fact]
    public void The_greatest_claim_is_not_allocated()
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout("refs"));
        var target = store.List().Images[0].Target with { Size = 1L << 62 };
        Assert.Equal(OciFsError.LimitExceeded, Assert.Throws<OciFsException>(() => new DocumentReader(store).Read(target)).Error);
    }
}
