using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>What <c>ocifs inspect</c> and <c>ocifs history</c> tell of one platform of an image.</summary>
internal sealed class Inspected
{
    private Inspected(JsonNode image, JsonNode history)
    {
        Image = image;
        History = [.. history.Items("steps").Reverse()];
        Assert.Empty(Schema.Of("inspect").Errors(image));
        Assert.Empty(Schema.Of("history").Errors(history));
    }

    /// <summary>The image.</summary>
    public JsonNode Image { get; }

    /// <summary>The platform that is meant.</summary>
    public JsonNode Platform => Image.Items("platforms").Single(platform => platform.Text("platform") == Image.Text("defaultPlatform"));

    /// <summary>Its config.</summary>
    public JsonNode Config => Platform["config"]!;

    /// <summary>Its steps, oldest first.</summary>
    public IReadOnlyList<JsonNode> History { get; }

    /// <summary>Its image ID.</summary>
    public string Id => Platform.Text("configDigest");

    public static Inspected Of(string image, params string[] options) => new(
        Command.Ocifs(["inspect", "--json", image, .. options]).Json(), Command.Ocifs(["history", "--json", image, .. options]).Json());

    /// <summary>A field of every layer, base first.</summary>
    public JsonArray Layers(string field) => [.. Platform.Items("layers").Select(layer => layer[field]!.DeepClone())];

    /// <summary>A field of every step, a line each.</summary>
    public string Steps(Func<JsonNode, string> field) => Answers.Join(History.Select(field));
}
