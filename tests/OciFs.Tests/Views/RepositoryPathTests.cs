using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>Names nested for browsing: the tag, or the digest as a whole, is the last part.</summary>
public sealed class RepositoryPathTests
{
    private const string Digest = "sha256:fefd4407b4c90e9759f5cb36cfc4e8cc6e824adda88654d4265dff5ff674eacf";

    [Theory]
    [InlineData("docker.io/library/alpine:3.20", "docker.io library alpine 3.20")]
    [InlineData("localhost:5000/a/b", "localhost:5000 a b latest")]
    [InlineData("a/b:1@" + Digest, "a b @" + Digest)]
    [InlineData("a/b@" + Digest, "a b @" + Digest)]
    [InlineData("twice@" + Digest, "twice @" + Digest)]
    [InlineData(Digest, Digest)]
    [InlineData("app:1", "app 1")]
    [InlineData("app", "app")]
    public void A_name_is_a_path(string name, string path) => Assert.Equal(path.Split(' '), RepositoryPath.Of(name));
}
