using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

public sealed class StoreDetectorTests
{
    [Theory]
    [InlineData("oci-layout", Transport.Oci)]
    [InlineData("index.json", Transport.Oci)]
    [InlineData("io.containerd.content.v1.content", Transport.Containerd)]
    [InlineData("overlay-images", Transport.ContainersStorage)]
    [InlineData("vfs-images", Transport.ContainersStorage)]
    [InlineData("image/overlay2", Transport.DockerStore)]
    [InlineData("image/vfs", Transport.DockerStore)]
    [InlineData("containerd/daemon/io.containerd.content.v1.content", Transport.DockerStore)]
    public void A_store_is_told_by_what_only_it_has(string mark, Transport expected)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder[mark]);
        Assert.Equal(expected, StoreDetector.Detect(folder.Path));
    }

    [Fact]
    public void A_folder_of_stores_names_each_with_its_transport()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["containerd", "io.containerd.content.v1.content"]);
        Directory.CreateDirectory(folder["docker", "image", "overlay2"]);
        Directory.CreateDirectory(folder["docker", "containerd", "daemon", "io.containerd.content.v1.content"]);
        Directory.CreateDirectory(folder["containers", "storage", "overlay-images"]);
        var error = Assert.Throws<OciFsException>(() => StoreDetector.Detect(folder.Path));
        Assert.Equal(OciFsError.Ambiguous, error.Error);
        Assert.EndsWith(
            $"containerd:{folder["containerd"]}, docker-store:{folder["docker"]}, containers-storage:{folder["containers", "storage"]} (name one of these)",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stores_in_one_folder_are_named()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["overlay-images"]);
        Directory.CreateDirectory(folder["image", "overlay2"]);
        var error = Assert.Throws<OciFsException>(() => StoreDetector.Detect(folder.Path));
        Assert.Equal(OciFsError.Ambiguous, error.Error);
        Assert.Contains($"containers-storage:{folder.Path}, docker-store:{folder.Path}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("container-storage", "container-storage:alpine", "did you mean containers-storage:?")]
    [InlineData("containers-storage", "containers-storage", "did you mean containers-storage:?")]
    [InlineData("Docker-Archive", "Docker-Archive:x.tar", "did you mean docker-archive:?")]
    [InlineData("podman", "podman:alpine", "did you mean containers-storage:?")]
    [InlineData("alpine", "alpine", "docker://alpine oci:DIR")]
    [InlineData("docker.io/library/alpine", "docker.io/library/alpine:3.20", "docker://docker.io/library/alpine:3.20 oci:DIR")]
    [InlineData("./alpine", "./alpine", null)]
    [InlineData("/nonexistent", "/nonexistent", null)]
    [InlineData("saved.tar", "saved.tar", null)]
    public void What_was_meant_is_guessed(string place, string source, string? hint)
    {
        var message = Assert.Throws<OciFsException>(() => StoreDetector.Detect(place, source)).Message;
        if (hint is null)
            Assert.EndsWith("no such file or folder", message, StringComparison.Ordinal);
        else
            Assert.Contains(hint, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_is_no_store()
    {
        using var folder = new TempFolder();
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => StoreDetector.Detect(folder.Path)).Error);
    }
}
