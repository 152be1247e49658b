using System.Globalization;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary><c>docker image inspect</c> and <c>docker history</c> over the same images.</summary>
public sealed class DockerAnswersTests(DockerImages images) : IClassFixture<DockerImages>
{
    public static TheoryData<string> Names => [.. DockerImages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void InspectTellsWhatDockerTells(string name) => Inspect(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void HistoryTellsWhatDockerTells(string name) => History(name);

    [Fact]
    public void EveryKnownDifferenceIsNeeded() => KnownDifferences.AreNeeded("docker", "plain", name => [Inspect(name), History(name)]);

    private Answers Inspect(string name)
    {
        var theirs = images.Engine.Docker("image", "inspect", images.NameOf(name)).Json()[0]!;
        var ours = Inspected.Of($"{images.Engine.Source}:{images.NameOf(name)}");
        return new Answers("docker", name)
            .Field("Id", theirs["Id"], ours.Id)
            .Moment("Created", theirs["Created"], ours.Platform["created"])
            .Field("Author", theirs["Author"], ours.Platform["author"])
            .Field("Os", theirs["Os"], ours.Platform["os"])
            .Field("OsVersion", theirs["OsVersion"], ours.Platform["osVersion"])
            .Field("Architecture", theirs["Architecture"], ours.Platform["architecture"])
            .Field("Variant", theirs["Variant"], ours.Platform["variant"])
            .Field("RootFS.Layers", theirs["RootFS"]!["Layers"], ours.Layers("diffID"))
            .Field("Size", theirs["Size"], ours.Platform["size"])
            .Config(theirs["Config"], ours.Config)
            .AreAlike(least: 6);
    }

    private Answers History(string name)
    {
        var theirs = images.Engine.Docker("history", "--no-trunc", "--human=false", "--format", "{{json .}}", images.NameOf(name)).Lines()
            .Select(line => JsonNode.Parse(line)!).Reverse().ToArray();
        var ours = Inspected.Of($"{images.Engine.Source}:{images.NameOf(name)}");
        return new Answers("docker", name)
            .Field("history.ID", theirs[^1].Text("ID"), ours.Id)
            .Field("history.CreatedBy", Answers.Join(theirs.Select(step => step.Text("CreatedBy"))), ours.Steps(step => $"{step["createdBy"]}"))
            .Field("history.Comment", Answers.Join(theirs.Select(step => step.Text("Comment"))), ours.Steps(step => $"{step["comment"]}"))
            .Field("history.CreatedAt", Answers.Join(theirs.Select(Second)), ours.Steps(step => Answers.MomentOf(step["created"]).Split('.')[0]))
            .Field("history.Size", Answers.Join(theirs.Select(step => step.Text("Size"))), ours.Steps(step => $"{step["size"]}"))
            .AreAlike(least: 4);
    }

    private static string Second(JsonNode step) =>
        DateTimeOffset.Parse(step.Text("CreatedAt"), CultureInfo.InvariantCulture).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
