using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OciFs.Images;
using OciFs.Reference;
using OciFs.References;

namespace OciFs.Benchmarks;

/// <summary>How long it takes to list a store of many images and to find 1,000 of them, by name and by the first digits of an ID: it is to grow as their number does.</summary>
internal static class ManyImages
{
    private const int Found = 1000;

    private static readonly string Layer = $"sha256:{new string('0', 64)}";

    /// <summary>Measures stores of so many images each, and prints a line for each; times in milliseconds.</summary>
    public static void Print(IEnumerable<int> counts)
    {
        Console.WriteLine("store               images    open    list   names  prefix1  prefixes  aliases");
        foreach (var count in counts)
        {
            Measure("oci", count, WriteLayout);
            Measure("containers-storage", count, WriteStorage);
        }
    }

    private static void Measure(string transport, int count, Action<string, int> write)
    {
        using var folder = new TempFolder();
        write(folder.Path, count);
        string[] names = [.. Enumerable.Range(0, Found).Select(at => $"example.com/group/app{at * 7919 % count}:1")];
        string[] digits = [.. names.Select(name => IdOf(int.Parse(name.AsSpan(21, name.Length - 23), CultureInfo.InvariantCulture))[..12])];
        ImageStore? store = null;
        var times = new List<double>
        {
            Time(() => store = ImageStore.Open($"{transport}:{folder.Path}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = null })),
            Time(() => Check(store!.Images.Length == count)),
            Time(() => Array.ForEach(names, name => Check(store!.Get(name).Name == name))),
            Time(() => Check(store!.Get(digits[0]).Name == names[0])),
            Time(() => Array.ForEach(digits, id => Check(store!.Find(id) is not null))),
            Time(() => Array.ForEach(digits, id => Check(store!.Root.Get("images").Find($"sha256:{id}") is not null))),
        };
        Console.WriteLine($"{transport,-18} {count,7} {times[0],7:F1} {times[1],7:F1} {times[2],7:F1} {times[3],8:F1} {times[4],9:F1} {times[5],8:F1}");
        store!.Dispose();
    }

    private static double Time(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static void Check(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("another answer than was expected");
        }
    }

    private static string ConfigOf(int number) =>
        $$$"""{"os":"linux","architecture":"amd64","config":{"Labels":{"n":"{{{number}}}"}},"rootfs":{"type":"layers","diff_ids":["{{{Layer}}}"]}}""";

    private static string IdOf(int number) => HexOf(ConfigOf(number));

    private static string ManifestOf(int number) => $$"""
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:{{IdOf(number)}}","size":{{ConfigOf(number).Length}}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Layer}}","size":1}]}
        """;

    private static void WriteLayout(string folder, int count)
    {
        var blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256")).FullName;
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        var entries = Enumerable.Range(0, count).Select(number =>
        {
            var manifest = ManifestOf(number);
            File.WriteAllText(Path.Combine(blobs, HexOf(manifest)), manifest);
            File.WriteAllText(Path.Combine(blobs, IdOf(number)), ConfigOf(number));
            return $$$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:{{{HexOf(manifest)}}}","size":{{{manifest.Length}}},"annotations":{"org.opencontainers.image.ref.name":"example.com/group/app{{{number}}}:1"}}""";
        });
        File.WriteAllText(Path.Combine(folder, "index.json"), $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""");
    }

    private static void WriteStorage(string folder, int count)
    {
        Directory.CreateDirectory(Path.Combine(folder, "overlay-layers"));
        var images = Directory.CreateDirectory(Path.Combine(folder, "overlay-images")).FullName;
        var records = Enumerable.Range(0, count).Select(number =>
        {
            var (manifest, id) = (ManifestOf(number), IdOf(number));
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(images, id)).FullName, "manifest"), manifest);
            return $$$"""{"id":"{{{id}}}","digest":"sha256:{{{HexOf(manifest)}}}","names":["example.com/group/app{{{number}}}:1"],"big-data-names":["manifest"],"big-data-sizes":{"manifest":{{{manifest.Length}}}},"big-data-digests":{"manifest":"sha256:{{{HexOf(manifest)}}}"}}""";
        });
        File.WriteAllText(Path.Combine(images, "images.json"), $"[{string.Join(',', records)}]");
    }

    private static string HexOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
