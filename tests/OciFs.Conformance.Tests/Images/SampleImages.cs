using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Images;

/// <summary>The manifests of the sample, by architecture, as its own documents tell them.</summary>
internal static class SampleImages
{
    public static JsonNode Index => Documents.Follow(Layouts.Sample, Descriptor);

    /// <summary>What index.json says of the sample's name.</summary>
    public static JsonNode Descriptor => Documents.Tagged(Layouts.Sample, Layouts.SampleName);

    public static JsonNode ManifestDescriptor(string architecture) =>
        Index.Items("manifests").Single(item => item.Text("platform", "architecture") == architecture);

    public static JsonNode Manifest(string architecture) => Documents.Follow(Layouts.Sample, ManifestDescriptor(architecture));

    public static JsonNode Config(string architecture) => Documents.Follow(Layouts.Sample, Manifest(architecture)["config"]!);

    /// <summary>Writes a layout in which each platform's manifest is tagged by its architecture, as umoci needs it; blobs are shared.</summary>
    public static void WriteSeparated(string folder)
    {
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "blobs"), Path.Combine(Layouts.Sample, "blobs"));
        File.Copy(Path.Combine(Layouts.Sample, "oci-layout"), Path.Combine(folder, "oci-layout"));
        var index = Index;
        foreach (var item in index.Items("manifests"))
            item["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = item.Text("platform", "architecture") };
        File.WriteAllText(Path.Combine(folder, "index.json"), index.ToJsonString());
    }
}
