using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Which image of Podman's store a reference means, asked of Podman and of the aliases of a mount.</summary>
public sealed class PodmanNamesTests
{
    [Fact]
    public void Aliases_mean_what_podman_means()
    {
        using var store = new PodmanStore("vfs");
        Assert.True(store.Load(Corpora.Given.Layout, "plain"));
        Assert.True(store.Load(Corpora.Given.Layout, "wh-file"));
        store.Tag("plain", "docker.io/library/both:latest");
        store.Tag("wh-file", "localhost/both:latest");
        store.Tag("plain", "docker.io/library/hub:2");
        store.Tag("wh-file", "quay.io/deep/er/name:7");
        using var mount = MountPoint.Of(store.Source);

        var id = store.Podman("image", "inspect", "--format", "{{.Id}}", store.NameOf("plain")).Ok().Trim();
        var digest = store.Podman("image", "inspect", "--format", "{{.Digest}}", store.NameOf("plain")).Ok().Trim();
        string[] references =
        [
            "plain:1", "plain", "localhost/plain:1", "docker.io/library/plain:1", "wh-file:1", "both", "both:latest", "docker.io/library/both", "docker.io/both", "localhost/both", "library/both",
            "hub:2", "hub", "library/hub:2", "docker.io/hub:2", "quay.io/deep/er/name:7", "name:7", "er/name:7", "deep/er/name:7", "eper/name:7", "name", "ame:7", "nothing", "Both", "quay.io/er/name:7",
            id, $"sha256:{id}", id[..12], id[..4], id[..3], $"plain@{digest}", $"localhost/plain@{digest}", $"hub@{digest}", $"docker.io/library/hub@{digest}",
            "sha256:" + new string('f', 64), new string('f', 64),
        ];
        string Said(string reference) => store.Podman("image", "inspect", "--format", "{{.Id}}", reference) is { ExitCode: 0 } found ? found.Output.Trim() : "none";
        string Shown(string reference) => mount[$"images/{reference.Replace('/', '~')}/config"] is var config && File.Exists(config) ? Sha256.OfFile(config)["sha256:".Length..] : "none";

        Assert.Equal(references.Select(reference => $"{reference} {Said(reference)}"), references.Select(reference => $"{reference} {Shown(reference)}"), StringComparer.Ordinal);

        // Podman takes a digest alone for an ID; here it is the manifest's too (design §1).
        Assert.Equal("none", Said(digest));
        Assert.Equal(id, Shown(digest));

        // Podman 4 compares no repository with a digest, Podman 5 does.
        Assert.Equal("none", Shown($"nothing@{digest}"));
    }
}
