using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Stores;
using OciFs.Reference;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>Images of the corpora, of another platform, of the sample and built ones, in a storage root of Podman's.</summary>
public sealed class PodmanImages : IDisposable
{
    public const string List = "localhost/list:1";
    private const string Built = "built";
    private const string Sample = "sample";
    private static readonly string[] Cases = ["plain", "empty-layers", "repeat-layer", "layers-120", "c-zstd", "wh-dir", "names"];
    private static readonly string[] Platforms = ["single-arm64", "single-windows"];

    private readonly TempFolder folder = new();

    public PodmanImages()
    {
        foreach (var name in Cases)
            Assert.True(Store.Load(Corpora.Having(name).Layout, name), name);
        foreach (var name in Platforms)
            Assert.True(Store.Load(SchemaTests.Fixture("platforms"), name), name);
        Store.Skopeo("copy", "-q", $"oci:{Layouts.Sample}:{Layouts.SampleName}", Store.Specifier + Store.NameOf(Sample)).Ok();
        Build();
        Store.Buildah("manifest", "create", List).Ok();
        foreach (var name in new[] { "plain", "single-arm64" })
            Store.Buildah("manifest", "add", List, $"containers-storage:{Store.NameOf(name)}").Ok();
        Store.Buildah(
            "manifest", "annotate", "--annotation", "of=entry", "--os-version", "10.0.1", "--os-features", "win32k", "--variant", "v9", List,
            Command.Ocifs("inspect", "--json", $"{Store.Source}:{Store.NameOf("single-arm64")}").Json().Text("digest")).Ok();
    }

    public static IEnumerable<string> Names => [.. Cases, .. Platforms, Sample, Built];

    internal PodmanStore Store { get; } = new("overlay");

    public string NameOf(string image) => Store.NameOf(image);

    public void Dispose()
    {
        Store.Dispose();
        folder.Dispose();
    }

    private void Build()
    {
        File.WriteAllText(folder["added"], "added");
        var container = Store.Buildah("from", "--pull-never", Store.NameOf("wh-dir")).Ok().Trim();
        Store.Buildah(
            "config", "--author", "Some Body <some@body>", "--user", "1000:50", "--env", "A=b", "--env", "QUOTED=a \"b\" c", "--label", "k=v", "--label", "odd.ключ=a=b",
            "--entrypoint", """["/bin/app","--x"]""", "--cmd", "one two", "--workingdir", "/srv", "--port", "80/tcp", "--port", "53/udp", "--volume", "/data",
            "--stop-signal", "SIGQUIT", "--annotation", "org.example=annotated", "--history-comment", "a remark", container).Ok();
        Store.Buildah("copy", "--add-history", container, folder["added"], "/new/added").Ok();
        Store.Buildah("commit", container, Store.NameOf(Built)).Ok();
    }
}
