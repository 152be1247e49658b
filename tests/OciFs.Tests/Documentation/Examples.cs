using System.Text;
using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Tests.Documentation;

/// <summary>The examples of <c>src/OciFs/README.md</c>, a method each: <see cref="ReadmeTests"/> holds the two to the same text.</summary>
internal static class Examples
{
    public static void OpenAStore(string source)
    {
        using var store = ImageStore.Open(source, new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64") });

        Console.WriteLine($"{store.Images.Length} images");
        Console.WriteLine(store.Images[0].Name);
    }

    public static void ReadAFile(ImageStore store)
    {
        FileNode root = store.Get("multi").DefaultPlatform!.RootFs;

        using var file = new StreamReader(root.Resolve("/etc/platform").OpenRead());
        Console.WriteLine(file.ReadLine());
    }

    public static void ListFiles(ImageStore store)
    {
        foreach (var file in store.Get("multi").DefaultPlatform!.RootFs.Walk())
        {
            Console.WriteLine($"{file.Kind} {Encoding.UTF8.GetString(file.Path)}");
        }
    }

    public static void ChooseAPlatform(ImageStore store)
    {
        Image image = store.Get("multi");

        Console.WriteLine(string.Join(' ', image.Platforms.Take(4).Select(platform => platform.Name.ToSpecifier())));
        Console.WriteLine(image.PlatformFor(PlatformName.Parse("linux/amd64/v4"))?.Name.ToSpecifier());
        Console.WriteLine(image.PlatformFor(PlatformName.Parse("windows(10.0.20348)/amd64"))?.Name.ToSpecifier());
        Console.WriteLine(image.PlatformFor(PlatformName.Parse("linux/loong64")) is null);
    }

    public static void LookAtAnIndex(ImageStore store)
    {
        foreach (var instance in store.Get("multi-two-amd64").Instances)
        {
            Console.WriteLine($"{instance.Descriptor.Platform?.ToSpecifier()} {instance.Descriptor.Digest.Hex[..12]} {string.Join(' ', instance.Images)}");
        }
    }

    public static void CompareLayers(ImageStore store)
    {
        ImagePlatform one = store.Get("multi").DefaultPlatform!;
        ImagePlatform other = store.Get("single-amd64").DefaultPlatform!;

        var shared = one.Layers.TakeWhile((layer, i) => i < other.Layers.Length && layer.ChainId == other.Layers[i].ChainId).Count();
        Console.WriteLine($"{shared} of {one.Layers.Length} layers are shared");
        Console.WriteLine($"{one.Layers[0].CreatedBy}: {one.Layers[0].Descriptor.Size} bytes");
    }

    public static void CheckAndWeigh(ImageStore store)
    {
        Image image = store.Get("multi");
        ContentReport report = image.Check();

        Console.WriteLine($"complete: {report.IsComplete}, {report.Required.Length} blobs of {report.RequiredSize} bytes");
        Console.WriteLine($"of all platforms: {image.TreeSize} bytes");
    }

    public static void WalkDescriptors(ImageStore store)
    {
        store.Walk(store.Get("single-amd64").Target, visit =>
        {
            Console.WriteLine($"{visit.Depth} {visit.Descriptor.MediaType}");
            return WalkStep.Continue;
        });
    }

    public static void ReadReferrers(ImageStore store)
    {
        foreach (var referrer in store.Get("multi-attest").DefaultPlatform!.Referrers)
        {
            using var file = new StreamReader(referrer.Files[0].OpenRead());
            Console.WriteLine($"{referrer.Origins}: {referrer.PredicateTypes[0]}, {file.ReadToEnd().Length} characters");
        }
    }

    public static void FindAnImage(ImageStore store)
    {
        Console.WriteLine(store.Find("single-amd64")?.Target.Digest.Hex[..12]);
        Console.WriteLine(store.Find("no-such-image") is null);
        Console.WriteLine(store.Get("45a67e").Name);
        Console.WriteLine(string.Join(' ', store.Get("single-amd64").References.Tags));
    }

    public static void HandleErrors(ImageStore store)
    {
        try
        {
            store.Get("multi").DefaultPlatform!.RootFs.Resolve("/etc/shadow");
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound)
        {
            Console.WriteLine(error.Message);
        }
    }
}
