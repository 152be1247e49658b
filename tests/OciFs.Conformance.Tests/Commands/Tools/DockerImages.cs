using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Stores;
using OciFs.Reference;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>Images of the corpora, of another platform, of the sample, committed and imported ones, in a Docker Engine.</summary>
public sealed class DockerImages : IDisposable
{
    private const string Committed = "committed";
    private const string Sample = "sample";
    private static readonly string[] Cases = ["plain", "empty-layers", "repeat-layer", "layers-120", "wh-dir", "names"];

    private readonly TempFolder folder = new();

    public DockerImages()
    {
        foreach (var name in Cases)
            Assert.True(Engine.Load(Corpora.Having(name).Layout, name), name);
        Assert.True(Engine.Load(SchemaTests.Fixture("platforms"), "single-arm64"));
        SampleImages.WriteSeparated(folder["separated"]);
        Command.Run("cp", "-r", "-L", folder["separated"], folder["layout"]).Ok();
        Assert.True(Engine.Load(folder["layout"], Platform.HostArchitecture));
        Engine.Tag(Platform.HostArchitecture, Engine.NameOf(Sample));
        Commit();
    }

    public static IEnumerable<string> Names => [.. Cases, "single-arm64", Sample, Committed];

    internal DockerEngine Engine { get; } = new("overlay2");

    public string NameOf(string image) => Engine.NameOf(image);

    public void Dispose()
    {
        Engine.Dispose();
        folder.Dispose();
    }

    private void Commit()
    {
        var container = Engine.Docker("create", Engine.NameOf("wh-dir"), "true").Ok().Trim();
        File.WriteAllText(folder["added"], "added");
        Engine.Docker("cp", folder["added"], $"{container}:/added").Ok();
        string[] changes =
        [
            "USER 1000:50", "ENV A=b", "ENV QUOTED=\"a b\"", "LABEL k=v", """ENTRYPOINT ["/bin/app","--x"]""", """CMD ["one","two"]""", "WORKDIR /srv",
            "EXPOSE 80 53/udp", "VOLUME /data",
        ];
        Engine.Docker(["commit", "-a", "Some Body", "-m", "a remark", .. changes.SelectMany(change => new[] { "-c", change }), container, Engine.NameOf(Committed)]).Ok();
        Engine.Docker("rm", container).Ok();
    }
}
