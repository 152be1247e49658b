using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Stores;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary><c>skopeo inspect</c> in its three forms and <c>umoci stat</c> over the same images of layouts.</summary>
public sealed class LayoutAnswersTests
{
    private static readonly Dictionary<string, string> Environment = [];

    private static readonly string[] Cases = ["plain", "empty-layers", "repeat-layer", "layers-120", "c-zstd", "c-raw", "names", "wh-dir", "opq-nested", "hl-many"];

    private static readonly string[] Platforms =
        ["single-amd64", "single-arm64", "multi", "multi-attest", "multi-nomt", "multi-reversed", "multi-two-amd64", "nested"];

    public static TheoryData<string, string> Images
    {
        get
        {
            var images = new TheoryData<string, string>();
            foreach (var name in Cases)
                images.Add(name, Corpora.Having(name).Layout);
            foreach (var name in Platforms)
                images.Add(name, SchemaTests.Fixture("platforms"));
            images.Add(Layouts.SampleName, Layouts.Sample);
            return images;
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void InspectTellsWhatSkopeoTells(string name, string layout)
    {
        var ours = Inspected.Of($"oci:{layout}:{name}");
        var raw = Skopeo("inspect", "--raw", $"oci:{layout}:{name}").Ok();
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))}", ours.Image.Text("digest"));
        var inspected = Skopeo("inspect", $"oci:{layout}:{name}");
        Assert.SkipWhen(inspected.ExitCode != 0 && name == "nested", "skopeo 1.9 follows one index only");
        var theirs = inspected.Json();
        new Answers("skopeo", name)
            .Field("Digest", theirs["Digest"], ours.Image["digest"])
            .Moment("Created", theirs["Created"], ours.Platform["created"])
            .Field("Os", theirs["Os"], ours.Platform["os"])
            .Field("Architecture", theirs["Architecture"], ours.Platform["architecture"])
            .Field("Labels", theirs["Labels"], ours.Config["labels"])
            .Field("Env", theirs["Env"], ours.Config["env"])
            .Field("Layers", theirs["Layers"], ours.Layers("digest"))
            .AreAlike(least: 5);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void ConfigIsWhatSkopeoTells(string name, string layout)
    {
        var inspected = Skopeo("inspect", "--config", $"oci:{layout}:{name}");
        Assert.SkipWhen(inspected.ExitCode != 0 && name == "nested", "skopeo 1.9 follows one index only");
        var theirs = inspected.Json();
        var ours = Inspected.Of($"oci:{layout}:{name}");
        var raw = Skopeo("inspect", "--config", "--raw", $"oci:{layout}:{name}").Ok();
        new Answers("skopeo", name)
            .Field("--config --raw", $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))}", ours.Id)
            .Moment("created", theirs["created"], ours.Platform["created"])
            .Field("author", theirs["author"], ours.Platform["author"])
            .Field("os", theirs["os"], ours.Platform["os"])
            .Field("architecture", theirs["architecture"], ours.Platform["architecture"])
            .Field("rootfs.diff_ids", theirs["rootfs"]!["diff_ids"], ours.Layers("diffID"))
            .Config(theirs["config"], ours.Config)
            .History([.. (theirs["history"]?.AsArray() ?? []).Select(step => step!)], ours)
            .AreAlike(least: 6);
    }

    // umoci chooses no platform of an index.
    public static TheoryData<string, string> OfOnePlatform
    {
        get
        {
            var images = new TheoryData<string, string>();
            foreach (var name in Cases)
                images.Add(name, Corpora.Having(name).Layout);
            images.Add("single-amd64", SchemaTests.Fixture("platforms"));
            images.Add("single-arm64", SchemaTests.Fixture("platforms"));
            return images;
        }
    }

    [Theory]
    [MemberData(nameof(OfOnePlatform))]
    public void HistoryTellsWhatUmociTells(string name, string layout)
    {
        var theirs = Command.Run("umoci", "stat", "--json", "--image", $"{layout}:{name}").Json().Items("history").ToArray();
        var ours = Inspected.Of($"oci:{layout}:{name}");
        new Answers("umoci", name)
            .Field("layer.digest", Of(theirs, step => $"{step["layer"]?["digest"]}"), ours.Steps(step => $"{step["digest"]}"))
            .Field("layer.size", Of(theirs, step => $"{step["layer"]?["size"] ?? 0}"), ours.Steps(step => $"{step["size"]}"))
            .Field("diff_id", Of(theirs, step => $"{step["diff_id"]}"), ours.Steps(step => $"{step["diffID"]}"))
            .History(theirs, ours)
            .AreAlike(least: 5);
    }

    private static string Of(IEnumerable<JsonNode> steps, Func<JsonNode, string> field) => Answers.Join(steps.Select(field));

    private static CommandResult Skopeo(params string[] arguments) => RealTools.Run(Environment, "skopeo", arguments);
}
