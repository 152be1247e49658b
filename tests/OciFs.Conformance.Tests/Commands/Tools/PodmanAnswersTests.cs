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
    public void InspectTellsWhatPodmanTells(string name) => Inspect(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void HistoryTellsWhatPodmanTells(string name) => History(name);

    [Fact]
    public void EveryKnownDifferenceIsNeeded() =>
        KnownDifferences.AreNeeded("podman", "plain", name => name == "list" ? [OfList()] : [Inspect(name), History(name)]);

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
        OfList();
        var ours = Command.Ocifs("inspect", "--json", $"{images.Store.Source}:{PodmanImages.List}").Json();
        Assert.Equal(
            ["plain", "single-arm64"],
            ours.Items("instances").Select(instance => PodmanImages.Names.Single(name => instance.Items("images").Any(image => (string)image! == images.NameOf(name)))),
            StringComparer.Ordinal);
        Assert.All(ours.Items("instances"), instance => Assert.True((bool)instance["present"]!));
    }

    private Answers Inspect(string name)
    {
        var theirs = images.Store.Podman("image", "inspect", images.NameOf(name)).Json()[0]!;
        var ours = Inspected.Of($"{images.Store.Source}:{images.NameOf(name)}");
        return new Answers("podman", name)
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

    private Answers History(string name)
    {
        var theirs = images.Store.Podman("history", "--format", "json", images.NameOf(name)).Json().AsArray().Reverse().ToArray();
        var ours = Inspected.Of($"{images.Store.Source}:{images.NameOf(name)}");
        return new Answers("podman", name)
            .Field("history.id", $"sha256:{theirs[^1]!.Text("id")}", ours.Id)
            .Field("history.created", Answers.Join(theirs.Select(step => Answers.MomentOf(step!["created"]))), ours.Steps(step => Answers.MomentOf(step["created"])))
            .Field("history.CreatedBy", Answers.Join(theirs.Select(step => $"{step!["CreatedBy"]}")), ours.Steps(step => $"{step["createdBy"]}"))
            .Field("history.comment", Answers.Join(theirs.Select(step => $"{step!["comment"]}")), ours.Steps(step => $"{step["comment"]}"))
            .Field("history.size", Answers.Join(theirs.Select(step => $"{step!["size"]}")), ours.Steps(step => $"{step["size"]}"))
            .AreAlike(least: 3);
    }

    private Answers OfList()
    {
        var theirs = images.Store.Podman("manifest", "inspect", PodmanImages.List).Json();
        var ours = Command.Ocifs("inspect", "--json", $"{images.Store.Source}:{PodmanImages.List}").Json();
        return new Answers("podman", "list")
            .Field("list.mediaType", theirs["mediaType"], ours["mediaType"])
            .Field("list.annotations", theirs["annotations"], ours["annotations"])
            .Field("list.digest", Of(theirs, "manifests", "digest"), Of(ours, "instances", "digest"))
            .Field("list.type", Of(theirs, "manifests", "mediaType"), Of(ours, "instances", "mediaType"))
            .Field("list.size", Of(theirs, "manifests", "size"), Of(ours, "instances", "size"))
            .Field("list.os", Of(theirs, "manifests", "platform", "os"), Of(ours, "instances", "platform", "os"))
            .Field("list.architecture", Of(theirs, "manifests", "platform", "architecture"), Of(ours, "instances", "platform", "architecture"))
            .Field("list.variant", Of(theirs, "manifests", "platform", "variant"), Of(ours, "instances", "platform", "variant"))
            .Field("list.os.version", Of(theirs, "manifests", "platform", "os.version"), Of(ours, "instances", "platform", "osVersion"))
            .Field("list.os.features", Of(theirs, "manifests", "platform", "os.features"), Of(ours, "instances", "platform", "osFeatures"))
            .Field("list.entry.annotations", Of(theirs, "manifests", "annotations"), Of(ours, "instances", "annotations"))
            .AreAlike(least: 8);
    }

    private static string Of(JsonNode list, string entries, params string[] path) =>
        Answers.Join(list.Items(entries).Select(entry => Answers.TextOf(path.Aggregate((JsonNode?)entry, (node, name) => node?[name]))));
}
