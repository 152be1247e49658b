using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs inspect</c>: what people read of it, and its errors. Its JSON is compared with the real tools elsewhere.</summary>
public sealed class InspectCommandTests : IDisposable
{
    private readonly BuiltLayout layout = new();

    [Fact]
    public void TheSheetTellsHowTheImageStarts()
    {
        layout.Image("app", 1, """
            "author":"Somebody","config":{"User":"1000:50","Env":["A=b","C=d e"],"Entrypoint":["/bin/app","--say","hello world"],"Cmd":["it's"],"WorkingDir":"/srv",
            "ExposedPorts":{"80/tcp":{},"53/udp":{}},"Volumes":{"/data":{}},"StopSignal":"SIGQUIT","Labels":{"k":"v\u001b[1m"}}
            """);
        var sheet = Command.Ocifs("inspect", layout.Source).Ok();
        foreach (var line in new[]
        {
            "author        Somebody", "user          1000:50", "env           A=b", "              C=d e", "entrypoint    /bin/app --say 'hello world'", @"cmd           'it'\''s'",
            "working dir   /srv", "ports         53/udp, 80/tcp", "volumes       /data", "stop signal   SIGQUIT", "labels        k=v [1m",
        })
            Assert.Contains($"\n{line}\n", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', sheet);
    }

    [Fact]
    public void LongListsAreCutWithAWordOnHowToSeeAll()
    {
        layout.Image("app", 30, $$"""
            "config":{"Env":[{{string.Join(',', Enumerable.Range(0, 15).Select(i => $"\"A{i}=1\""))}}]}
            """);
        var sheet = Command.Ocifs("inspect", layout.Source).Ok();
        Assert.Contains("… 5 more (--json shows all)", sheet, StringComparison.Ordinal);
        Assert.Contains("… 10 more (--json shows all)", sheet, StringComparison.Ordinal);
        Assert.InRange(sheet.Split('\n').Length, 20, 50);
    }

    [Fact]
    public void OneOfManyPlatformsIsShownInFull()
    {
        var multi = $"oci:{SchemaTests.Fixture("platforms")}:multi";
        var sheet = Command.Ocifs("inspect", multi).Ok();
        Assert.Contains("\nwindows-amd64-10.0.20348.2322  ", sheet, StringComparison.Ordinal);
        Assert.Single(sheet.Split('\n'), line => line.StartsWith("platform ", StringComparison.Ordinal));
        var other = Command.Ocifs("inspect", "--platform", "linux/arm64", "--json", multi).Json();
        Assert.Equal(("linux-arm64", 1), (other.Text("defaultPlatform"), other["platforms"]!.AsArray().Count));
    }

    [Fact]
    public void AnImageHasToBeSelected()
    {
        layout.Image("one").Image("two", 2);
        Command.Ocifs("inspect", layout.Source).FailsInOneLine(1, "there are 2 images, not one", $"{layout.Source}:one", $"ocifs images {layout.Source}");
        Assert.Contains("two", Command.Ocifs("inspect", $"{layout.Source}:two").Ok(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsToldInOneLine()
    {
        Command.Ocifs("inspect", layout.Source).FailsInOneLine(1, "no such folder");
        layout.Image("one");
        Command.Ocifs("inspect", $"{layout.Source}:two").FailsInOneLine(1, "no image two", "one");
        Command.Ocifs("inspect", $"{layout.Source}:one", "--platform", "windows/amd64").FailsInOneLine(1, "windows/amd64", "linux-amd64");
    }

    [Fact]
    public void ABrokenConfigLeavesWhatTheManifestTells()
    {
        layout.Image("app", 2, """ "author":"find me" """);
        File.WriteAllText(layout.BlobWith("find me"), "{}");
        var result = Command.Ocifs("inspect", "--json", layout.Source);
        var platform = result.Json()["platforms"]![0]!;
        Assert.Null(platform["config"]);
        Assert.Equal(2, platform["layers"]!.AsArray().Count);
        Assert.Contains("config: sha256:", Assert.Single(result.Json().Items("problems")).GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("ocifs: app: ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => layout.Dispose();
}
