using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>What commands print as JSON is what src/OciFs.Cli/json says, over whatever images.</summary>
public sealed class SchemaTests
{
    private static readonly string[] Layouts = ["artifacts", "platforms", "refs", "sha512"];

    /// <summary>What a command does not do without.</summary>
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["diff"] = ["--layer", "0"], ["stat"] = ["/", "/*"],
    };

    private static string[] Commands =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src", "OciFs.Cli", "json"), "*.schema.json").Select(file => Path.GetFileName(file).Split('.')[0])];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var layout in Layouts)
            {
                // Mounts are of no layout: MountListTests, MountsWatchTests, StatusTests.
                foreach (var command in Commands.Where(command => command is not ("mounts" or "mounts-watch" or "status")))
                    cases.Add(command, layout);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryFieldIsAsItIsDocumented(string command, string layout)
    {
        var schema = Schema.Of(command);
        var source = $"oci:{Fixture(layout)}";
        var images = Command.Ocifs("images", "--json", source).Json().AsArray();
        Assert.NotEmpty(images);
        var documents = command is "images"
            ? [images]
            : images.Select(image => Command.Ocifs([.. CommandOf(command), "--json", $"{source}:{image!.Text("name")}", .. Words.GetValueOrDefault(command, [])]))
                .Where(result => result.Output.Length > 0).Select(result => JsonNode.Parse(result.Output)!).ToArray();
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.Empty(schema.Errors(document)));
    }

    [Fact]
    public void EveryFieldIsExplained() => Assert.All(Commands, command => Assert.Empty(Schema.Of(command).Unexplained()));

    [Theory]
    [InlineData("""{"name":"x"}""", "$: object instead of array")]
    [InlineData("""[{"name":1}]""", "$[0].name: integer instead of string")]
    [InlineData("""[{"kind":"thing"}]""", "$[0].kind: thing is none of the words")]
    [InlineData("""[{"other":1}]""", "$[0].other: is not documented")]
    [InlineData("""[{"platforms":[null]}]""", "$[0].platforms[0]: null instead of string")]
    [InlineData("""[{"record":{"labels":{"a":1}}}]""", "$[0].record.labels.a: integer instead of string")]
    [InlineData("""[{}]""", "$[0].digest: is not there")]
    public void WhatIsNotAsDocumentedIsFound(string json, string error) =>
        Assert.Contains(error, Schema.Of("images").Errors(JsonNode.Parse(json)), StringComparer.Ordinal);

    // A document that takes an option is called so: du-layers.
    private static string[] CommandOf(string command) => command.Split('-') is [var name, var option] ? [name, $"--{option}"] : [command];

    internal static string Fixture(string layout) => Path.Combine(Repository.Root, "tests", "Fixtures", "layouts", layout);
}
