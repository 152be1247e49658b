using OciFs.References;

namespace OciFs.Tests.References;

public sealed class ImageNameTests
{
    // Constants of distribution/reference's own tests (normalize_test.go) and of Docker's documentation.
    [Theory]
    [InlineData("alpine", "docker.io/library/alpine:latest")]
    [InlineData("alpine:3.20", "docker.io/library/alpine:3.20")]
    [InlineData("docker.io/alpine", "docker.io/library/alpine:latest")]
    [InlineData("index.docker.io/library/alpine", "docker.io/library/alpine:latest")]
    [InlineData("user/repo", "docker.io/user/repo:latest")]
    [InlineData("user/a/b:1", "docker.io/user/a/b:1")]
    [InlineData("localhost/repo", "localhost/repo:latest")]
    [InlineData("localhost:5000/repo", "localhost:5000/repo:latest")]
    [InlineData("quay.io/x/y:1", "quay.io/x/y:1")]
    [InlineData("Foo/bar", "Foo/bar:latest")]
    [InlineData("alpine@sha256:00", "docker.io/library/alpine@sha256:00")]
    public void Qualifies(string name, string full)
    {
        Assert.Equal(full, ImageName.Qualify(name));
        Assert.Equal(full, ImageName.Qualify(full));
    }
}
