using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs history</c>: steps newest first, each with its layer, and nothing guessed.</summary>
public sealed class HistoryCommandTests : IDisposable
{
    private const string History = """
        "history":[
          {"created":"2020-01-01T00:00:00Z","created_by":"/bin/sh -c #(nop) ADD file:1 in /","comment":"base"},
          {"created":"2020-01-02T00:00:00Z","created_by":"ENV A=b","empty_layer":true,"author":"somebody"},
          {"created":"2020-01-03T00:00:00Z","created_by":"RUN echo \u001b[31mred\u202e and a text that is longer than any table has room for it"}]
        """;

    private readonly BuiltLayout layout = new();

    [Fact]
    public void StepsAreNewestFirstAndEmptyOnesHaveNoLayer()
    {
        layout.Image("app", 2, History);
        var history = Command.Ocifs("history", "--json", layout.Source).Json();
        Assert.Equal("app linux-amd64", $"{history.Text("name")} {history.Text("platform")}");
        Assert.Equal(
            ["2020-01-03T00:00:00+00:00 1 False", "2020-01-02T00:00:00+00:00  True", "2020-01-01T00:00:00+00:00 0 False"],
            history.Items("steps").Select(step => $"{step["created"]} {step["layer"]} {step["emptyLayer"]}"), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["10241", "0", "10241"], history.Items("steps").Select(step => $"{step["size"]}"), StringComparer.Ordinal);
        Assert.Equal(("somebody", "base"), (history["steps"]![1]!.Text("author"), history["steps"]![2]!.Text("comment")));
        Assert.Contains("longer than any table has room for it", history["steps"]![0]!.Text("createdBy"), StringComparison.Ordinal);
    }

    [Fact]
    public void TablesAreShortUnlessAllIsAskedForAndNeverMoveTheCursor()
    {
        layout.Image("app", 2, History);
        var cut = Command.Ocifs("history", layout.Source);
        Assert.Equal(4, cut.Lines().Length);
        Assert.DoesNotContain("longer than any table", cut.Output, StringComparison.Ordinal);
        Assert.All(cut.Lines(), line => Assert.InRange(line.Length, 1, 120));
        var full = Command.Ocifs("history", "--no-trunc", layout.Source).Ok();
        Assert.Contains("longer than any table has room for it", full, StringComparison.Ordinal);
        Assert.DoesNotContain(cut.Output + full, character => character is '\e' or '\u202e');
    }

    [Fact]
    public void StepsThatAreNotAsManyAsLayersAreToldAndNotGuessed()
    {
        layout.Image("app", 3, History);
        var result = Command.Ocifs("history", "--json", layout.Source);
        Assert.All(result.Json().Items("steps"), step => Assert.Null(step["layer"]));
        Assert.Equal(["", "0", ""], result.Json().Items("steps").Select(step => $"{step["size"]}"), StringComparer.Ordinal);
        Assert.Contains("steps that made a layer: 2, layers: 3", result.Json()["problems"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("steps that made a layer: 2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AConfigNeedNotHaveAHistory()
    {
        layout.Image("app", 2);
        var result = Command.Ocifs("history", layout.Source);
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void WhatHasNoHistoryIsAnError()
    {
        var artifacts = $"oci:{SchemaTests.Fixture("artifacts")}";
        Command.Ocifs("history", $"{artifacts}:helm").FailsInOneLine(1, "helm", "artifact");
        Command.Ocifs("history", $"{artifacts}:image", "--platform", "linux/s390x").FailsInOneLine(1, "linux/s390x", "linux-amd64");
        Command.Ocifs("history", $"{artifacts}:image", "--platform", "a/b/c/d").FailsInOneLine(2, "a/b/c/d");
        Command.Ocifs("history", artifacts).FailsInOneLine(1, "images, not one", ":image", "ocifs images");
    }

    [Fact]
    public void APlatformIsChosen()
    {
        var history = Command.Ocifs("history", "--json", "--platform", "linux/arm64", $"oci:{SchemaTests.Fixture("platforms")}:multi").Json();
        Assert.Equal("linux-arm64", history.Text("platform"));
    }

    public void Dispose() => layout.Dispose();
}
