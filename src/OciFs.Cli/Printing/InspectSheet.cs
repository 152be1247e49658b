using System.Globalization;
using OciFs.Descriptors;

namespace OciFs.Cli.Printing;

/// <summary>What <c>ocifs inspect</c> prints for people: the image, its platforms, and the one that is meant in full.</summary>
internal static class InspectSheet
{
    private const int MostRows = 20;
    private const int ShownText = 60;

    /// <summary>Prints an image.</summary>
    public static void Print(ImageDetails image)
    {
        FactSheet.Fact("name", image.Name);
        FactSheet.Fact("digest", image.Digest);
        FactSheet.Fact("media type", image.MediaType);
        FactSheet.Fact("kind", image.Kind);
        FactSheet.Fact("size in all", Output.Size(image.TreeSize));
        FactSheet.Fact("artifact type", image.ArtifactType);
        FactSheet.Fact("subject", image.Subject?.Digest);
        FactSheet.Fact("made upon", image.Parent?.Name);
        FactSheet.Facts("upon it", [.. image.Children.Select(child => child.Name)]);
        FactSheet.Facts("also named", [.. image.References.Tags.Concat(image.References.Digests).Where(name => name != image.Name)]);
        FactSheet.Fact("pinned", image.References.Pinned ? "yes" : null);
        Record(image);
        FactSheet.Facts("files", [.. image.Files.Select(file => $"{file.Title ?? file.Path}  {file.MediaType}  {Output.Size(file.Size)}")]);
        Referrers(image.Referrers);
        Instances(image);
        if (image.Platforms.Count > 1)
        {
            Console.Out.WriteLine();
            FactSheet.Table(["PLATFORM", "MANIFEST", "IMAGE ID", "CREATED", "SIZE", "LAYERS"], [.. image.Platforms.Select(PlatformRow)], MostRows);
        }

        if (image.Platforms.FirstOrDefault(platform => platform.Platform == image.DefaultPlatform) is { } shown)
        {
            Print(image, shown);
        }
    }

    private static void Referrers(IEnumerable<ReferrerDetails> referrers) =>
        FactSheet.Facts("referrers", [.. referrers.Select(referrer =>
            $"{Output.Short(referrer.Digest)}  {string.Join(", ", referrer.PredicateTypes.Prepend(referrer.ArtifactType ?? referrer.MediaType))}")]);

    private static void Record(ImageDetails image)
    {
        if (image.Record is { } record)
        {
            FactSheet.Fact("named", record.CreatedAt is null ? null : Output.Moment(record.CreatedAt));
            FactSheet.Fact("name changed", record.UpdatedAt is null ? null : Output.Moment(record.UpdatedAt));
            FactSheet.Facts("name's labels", Pairs(record.Labels));
        }
    }

    private static void Instances(ImageDetails image)
    {
        if (image.Instances.Count == 0)
        {
            return;
        }

        FactSheet.Facts("annotations", Pairs(image.Annotations));
        Console.Out.WriteLine();
        FactSheet.Table(["INSTANCE", "PLATFORM", "HERE", "IMAGES"], [.. image.Instances.Select(InstanceRow)], MostRows);
    }

    private static string[] InstanceRow(InstanceDetails instance) =>
    [
        Output.Short(instance.Digest),
        instance.Platform is { } on ? string.Join('/', new[] { on.Os, on.Architecture, on.Variant, on.OsVersion }.Concat(on.OsFeatures).Where(part => part is not null)) : "-",
        instance.Present ? "yes" : "no",
        instance.Images.Count > 0 ? string.Join(", ", instance.Images) : instance.Origin ?? "-",
    ];

    private static string[] PlatformRow(PlatformDetails platform) =>
    [
        platform.Platform,
        Output.Short(platform.Digest),
        Output.Short(platform.ConfigDigest),
        Output.Date(platform.Created),
        Output.Size(platform.Size),
        platform.Layers.Count.ToString(CultureInfo.InvariantCulture),
    ];

    private static void Print(ImageDetails image, PlatformDetails platform)
    {
        Console.Out.WriteLine();
        FactSheet.Fact("platform", platform.Platform + (platform.Platform == image.DefaultPlatform ? " (default)" : string.Empty));
        FactSheet.Fact("os features", string.Join(", ", platform.OsFeatures));
        FactSheet.Fact("manifest", platform.Digest);
        FactSheet.Fact("image ID", platform.ConfigDigest);
        FactSheet.Fact("created", platform.Created is null ? null : Output.Moment(platform.Created));
        FactSheet.Fact("author", platform.Author);
        FactSheet.Fact("size", Output.Size(platform.Size) + (platform.UnpackedSize is { } unpacked ? $", unpacked {Output.Size(unpacked)}" : string.Empty));
        FactSheet.Facts("missing", [.. platform.Missing.Select(content => $"{content.Digest} {content.MediaType} {Output.Size(content.Size ?? -1)}")]);
        FactSheet.Facts("annotations", Pairs(platform.Annotations.Concat(platform.EntryAnnotations.Where(pair => !IsName(pair.Key)))));
        Referrers(platform.Digest == image.Digest ? [] : platform.Referrers);
        if (platform.Config is { } config)
        {
            Print(config);
        }

        Console.Out.WriteLine();
        FactSheet.Table(["LAYER", "DIGEST", "SIZE", "CREATED BY"], [.. platform.Layers.Select(LayerRow)], MostRows);
    }

    private static void Print(RuntimeDetails config)
    {
        FactSheet.Fact("user", config.User);
        FactSheet.Facts("env", config.Env);
        FactSheet.Fact("entrypoint", Words(config.Entrypoint));
        FactSheet.Fact("cmd", Words(config.Cmd));
        FactSheet.Fact("working dir", config.WorkingDir);
        FactSheet.Fact("ports", string.Join(", ", config.ExposedPorts));
        FactSheet.Facts("volumes", config.Volumes);
        FactSheet.Fact("stop signal", config.StopSignal);
        FactSheet.Facts("labels", Pairs(config.Labels));
    }

    private static string[] LayerRow(LayerDetails layer) =>
    [
        $"{layer.Number:00}", Output.Short(layer.Digest), Output.Size(layer.Size ?? -1), Output.Line(layer.CreatedBy ?? "-", ShownText),
    ];

    // A word that a shell would take for several, or for none, stands in quotes.
    private static string Words(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => word.Length == 0 || word.Any(character => char.IsWhiteSpace(character) || character is '"' or '\'')
            ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : word));

    private static bool IsName(string annotation) => annotation is AnnotationKeys.RefName or AnnotationKeys.ContainerdName;

    private static string[] Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => $"{pair.Key}={pair.Value}").Distinct(StringComparer.Ordinal)];
}
