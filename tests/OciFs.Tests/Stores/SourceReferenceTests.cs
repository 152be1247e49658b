using OciFs.Stores;

namespace OciFs.Tests.Stores;

public sealed class SourceReferenceTests
{
    [Theory]
    [InlineData("oci:/d", "/d", Transport.Oci, "/d", null)]
    [InlineData("/d", "/d", null, "/d", null)]
    [InlineData("oci:/d:tag", "/d", Transport.Oci, "/d", "tag")]
    [InlineData("/d:tag", "/d", null, "/d", "tag")]
    [InlineData("/d:localhost:5000/a:1", "/d", null, "/d", "localhost:5000/a:1")]
    [InlineData("/d:sha256:00", "/d", null, "/d", "sha256:00")]
    [InlineData("oci:/a:b", "/a:b", Transport.Oci, "/a:b", null)]
    [InlineData("oci:/a:b:c", "/a:b", Transport.Oci, "/a:b", "c")]
    [InlineData("oci:/a:b:c", "/a;/a:b", Transport.Oci, "/a:b", "c")]
    [InlineData("oci:/a:b:c", "/a", Transport.Oci, "/a", "b:c")]
    [InlineData("oci:/no:such:thing", "", Transport.Oci, "/no", "such:thing")]
    [InlineData("oci:/d:", "/d", Transport.Oci, "/d", null)]
    [InlineData("./oci:x", "./oci", null, "./oci", "x")]
    [InlineData("oci:oci:x", "oci", Transport.Oci, "oci", "x")]
    [InlineData("ocix:y", "ocix:y", null, "ocix:y", null)]
    [InlineData("oci-archive:a.tar:1", "a.tar", Transport.OciArchive, "a.tar", "1")]
    [InlineData("docker-archive:a.tar:n:1", "a.tar", Transport.DockerArchive, "a.tar", "n:1")]
    [InlineData("containerd:", "", Transport.Containerd, "", null)]
    [InlineData("containers-storage:/s:n", "/s", Transport.ContainersStorage, "/s", "n")]
    [InlineData("containers-storage:/no:n", "", Transport.ContainersStorage, "/no", "n")]
    [InlineData("containers-storage:s:n", "s", Transport.ContainersStorage, "s", "n")]
    [InlineData("containers-storage:localhost/a:1", "", Transport.ContainersStorage, "", "localhost/a:1")]
    [InlineData("containers-storage:[overlay@/s+/run]localhost/a:1", "", Transport.ContainersStorage, "[overlay@/s+/run]", "localhost/a:1")]
    [InlineData("containers-storage:[overlay@/s+/run:x=y]@00", "", Transport.ContainersStorage, "[overlay@/s+/run:x=y]", "@00")]
    [InlineData("containers-storage:[/s]", "", Transport.ContainersStorage, "[/s]", null)]
    [InlineData("containers-storage:[/s]:", "", Transport.ContainersStorage, "[/s]", null)]
    [InlineData("containerd::", "", Transport.Containerd, "", null)]
    [InlineData("containerd::a:1", "", Transport.Containerd, "", "a:1")]
    [InlineData("containerd::a:1", ":a:1;:a", Transport.Containerd, "", "a:1")]
    [InlineData("docker-store::localhost:5000/a:1", ":localhost", Transport.DockerStore, "", "localhost:5000/a:1")]
    [InlineData("docker-store::alpine", "", Transport.DockerStore, "", "alpine")]
    [InlineData("docker-store:alpine", "", Transport.DockerStore, "", "alpine")]
    [InlineData("docker-store:./alpine", "", Transport.DockerStore, "./alpine", null)]
    [InlineData("docker-store:/var/lib/docker", "/var/lib/docker", Transport.DockerStore, "/var/lib/docker", null)]
    [InlineData("docker://alpine", "", Transport.Docker, "alpine", null)]
    [InlineData("docker://h:5000/a/b:1", "", Transport.Docker, "h:5000/a/b", "1")]
    [InlineData("docker://h:5000/a/b", "", Transport.Docker, "h:5000/a/b", null)]
    [InlineData("docker://h/a@sha256:00", "", Transport.Docker, "h/a", "sha256:00")]
    public void Is_taken_apart(string source, string existing, Transport? transport, string location, string? reference)
    {
        var paths = existing.Split(';').ToHashSet(StringComparer.Ordinal);
        Assert.Equal(new SourceReference(transport, location, reference), SourceReference.Parse(source, paths.Contains));
    }

    [Theory]
    [InlineData("")]
    [InlineData("oci:")]
    [InlineData("oci-archive:")]
    public void Has_a_location(string source) =>
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => SourceReference.Parse(source, _ => true)).Error);
}
