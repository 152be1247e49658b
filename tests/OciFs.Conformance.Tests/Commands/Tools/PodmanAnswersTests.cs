using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary><c>podman image inspect</c>, <c>history</c>, <c>image tree</c> and <c>manifest inspect</c> over the same images.</summary>
public sealed class PodmanAnswersTests(PodmanImages images) : IClassFixture<PodmanImages>
{
    public static TheoryData<string> Names => [.. PodmanImages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void InspectTellsWhatPodmanTells(string name)
    {
        var theirs = images.Store.Podman("image", "inspect", images.NameOf(name)).Json()[0]!;
        var ours = Inspected.Of($"{images.Store.Source}:{images.NameOf(name)}");
        new Answers("podman", name)
            .Field("Id", $"sha256:{theirs.Text("Id")}", ours.Id)
            .Field("Digest", theirs["Digest"], ours.Image["digest"])
            .Field("ManifestType", theirs["ManifestType"], ours.Image["mediaType"])
            .Moment("Created", theirs["Created"], ours.Platform["created"])
            .Field("Author", theirs["Author"], ours.Platform["author"])
            .Field("Os", theirs["Os"], ours.Platform["os"])
            .Field("Architecture", theirs["Architecture"], ours.Platform["architecture"])
            .Field("User", theirs["User"], ours.Config["user"])
            .Field("Labels", theirs["Labels"], ours.Config["labels"])
            .Field("Annotations", theirs["Annotations"], ours.Platform["annotations"])
            .Field("RootFS.Layers", theirs["RootFS"]!["Layers"], ours.Layers("diffID"))
            .Field("Size", theirs["Size"], ours.Platform["size"])
            .Config(theirs["Config"], ours.Config)
            .History([.. theirs.Items("History")], ours)
            .AreAlike(least: 12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HistoryTellsWhatPodmanTells(string name)
    {
        var theirs = images.Store.Podman("history", "--format", "json", images.NameOf(name)).Json().AsArray().Reverse().ToArray();
        var ours = Inspected.Of($"{images.Store.Source}:{images.NameOf(name)}");
        new Answers("podman", name)
            .Field("history.id", $"sha256:{theirs[^1]!.Text("id")}", ours.Id)
            .Field("history.created", Answers.Join(theirs.Select(step => Answers.MomentOf(step!["created"]))), ours.Steps(step => Answers.MomentOf(step["created"])))
            .Field("history.CreatedBy", Answers.Join(theirs.Select(step => $"{step!["CreatedBy"]}")), ours.Steps(step => $"{step["createdBy"]}"))
            .Field("history.comment", Answers.Join(theirs.Select(step => $"{step!["comment"]}")), ours.Steps(step => $"{step["comment"]}"))
            .Field("history.size", Answers.Join(theirs.Select(step => $"{step!["size"]}")), ours.Steps(step => $"{step["size"]}"))
            .AreAlike(least: 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTreeHasAsManyLayers(string name)
    {
        // Podman names a layer by its place in its store; of the base that is the diffID. Layers that the history calls empty have none here either.
        var theirs = images.Store.Podman("image", "tree", images.NameOf(name)).Lines().Where(line => line.Contains("── ID: ", StringComparison.Ordinal))
            .Select(line => line.Split("ID: ")[1].Split(' ')[0]).ToArray();
        var ours = Inspected.Of($"{images.Store.Source}:{images.NameOf(name)}");
        Assert.Equal(ours.Layers("diffID").Count, theirs.Length);
        Assert.Equal(theirs[0], ours.Layers("diffID")[0]!.GetValue<string>()[7..19]);
    }

    [Fact]
    public void InspectTellsOfAListWhatPodmanTells()
    {
        var theirs = images.Store.Podman("manifest", "inspect", PodmanImages.List).Json();
        var ours = Command.Ocifs("inspect", "--json", $"{images.Store.Source}:{PodmanImages.List}").Json();
        new Answers("podman", "list")
            .Field("list.mediaType", theirs["mediaType"], ours["mediaType"])
            .Field("list.digests", Of(theirs, "manifests", entry => entry.Text("digest")), Of(ours, "platforms", platform => platform.Text("digest")))
            .Field("list.types", Of(theirs, "manifests", entry => entry.Text("mediaType")), Of(ours, "platforms", platform => platform.Text("mediaType")))
            .Field("list.os", Of(theirs, "manifests", entry => entry.Text("platform", "os")), Of(ours, "platforms", platform => platform.Text("os")))
            .Field(
                "list.architectures",
                Of(theirs, "manifests", entry => entry.Text("platform", "architecture")), Of(ours, "platforms", platform => platform.Text("architecture")))
            .AreAlike(least: 5);
    }

    private static string Of(JsonNode document, string field, Func<JsonNode, string> text) => Answers.Join(document.Items(field).Select(text));
}
