using OciFs.Stores;

namespace OciFs.Tests.Stores;

/// <summary>Where a source is read from, without opening it.</summary>
public sealed class SourcePlacesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocifs-").FullName;

    [Fact]
    public void ALayoutIsItsFolder()
    {
        var layout = Layout();

        Assert.Equal([layout], SourcePlaces.Of($"oci:{layout}").Paths);
        Assert.Equal([layout], SourcePlaces.Of($"{layout}:tag").Paths);
        Assert.False(SourcePlaces.Of(layout).HasUnpackedLayers);
    }

    [Theory]
    [InlineData("index.json")]
    [InlineData("blobs/sha256/link")]
    [InlineData("blobs/sha512")]
    public void ALayoutsLinksAreReadWhereTheyLead(string link)
    {
        var layout = Layout();
        File.CreateSymbolicLink(Path.Combine(layout, link), "/elsewhere");

        Assert.Equal([layout, Path.Combine(layout, link)], SourcePlaces.Of($"oci:{layout}").Paths, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("oci-archive:")]
    [InlineData("docker-archive:")]
    public void AnArchiveMayBeReplacedByAnotherFile(string transport)
    {
        File.WriteAllText($"{_folder}/images.tar", string.Empty);

        Assert.Equal([_folder], SourcePlaces.Of($"{transport}{_folder}/images.tar:tag").Paths);
    }

    [Theory]
    [InlineData("containerd:")]
    [InlineData("containers-storage:")]
    [InlineData("docker-store:")]
    public void ARootIsReadWithTheFoldersThatItLinksTo(string transport)
    {
        Directory.CreateDirectory($"{_folder}/root");
        Directory.CreateDirectory($"{_folder}/disk");
        Directory.CreateSymbolicLink($"{_folder}/root/overlay", $"{_folder}/disk");

        var places = SourcePlaces.Of($"{transport}{_folder}/root");

        Assert.Equal([$"{_folder}/root", $"{_folder}/root/overlay"], places.Paths.Take(2), StringComparer.Ordinal);
        Assert.True(places.HasUnpackedLayers);
    }

    [Fact]
    public void TheUsualRootNeedsNotBeNamed()
    {
        Assert.Equal("/var/lib/containerd", SourcePlaces.Of("containerd:").Paths[0]);
        Assert.Contains("/etc/containers/storage.conf", SourcePlaces.Of("containers-storage:").Paths, StringComparer.Ordinal);
    }

    [Fact]
    public void WhatIsNoSourceIsTold() => Assert.Throws<OciFsException>(() => SourcePlaces.Of($"{_folder}/none"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Layout()
    {
        Directory.CreateDirectory($"{_folder}/layout/blobs/sha256");
        File.WriteAllText($"{_folder}/layout/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        return $"{_folder}/layout";
    }
}
