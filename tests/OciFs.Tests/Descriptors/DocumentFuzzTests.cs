using System.Text;
using OciFs.Descriptors;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Descriptors;

/// <summary>Real documents, broken at random: whatever comes, a parser gives a value or an <see cref="OciFsException"/>.</summary>
public sealed class DocumentFuzzTests
{
    private const int MutantsPerSeed = 400;

    private static readonly byte[][] Splinters =
    [
        .. new[]
        {
            "null", "-1", "1e999", "9223372036854775808", "true", "[", "]", "{", "}", "\"", "\\u0000", "\\ud800", "\\", ",", ":",
            "\"size\":-1,", "\"digest\":null,",
            "\"digest\":\"sha256:x\",", "\"manifests\":", new string('[', 100), "\u00fc", "{\"a\":1,\"a\":2}",
        }.Select(Encoding.UTF8.GetBytes), [0xff], [0xc3], [0xed, 0xa0, 0x80], [0],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_our_exception_comes_out(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        foreach (var original in Seeds())
        {
            for (var i = 0; i < MutantsPerSeed; i++)
            {
                refused += Parse(Mutate(original, random));
            }
        }

        // Both outcomes have to occur, or the mutations test nothing.
        Assert.InRange(refused, 1000, (Seeds().Length * MutantsPerSeed * 4) - 1000);
    }

    private static byte[][] Seeds() =>
    [
        File.ReadAllBytes(Fixtures.Layout("platforms/index.json")),
        File.ReadAllBytes(Fixtures.Layout("artifacts/index.json")),
        .. Directory.GetFiles(Fixtures.Layout("artifacts/blobs/sha256")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(raw => raw[0] == '{'),
    ];

    private static int Parse(byte[] raw)
    {
        Action[] parsers =
        [
            () => DocumentShape.Of(raw, "here"),
            () => ImageIndex.Parse(raw, "here", []),
            () => ImageManifest.Parse(raw, "here"),
            () => ImageConfig.Parse(raw, "here"),
        ];
        var refused = 0;
        foreach (var parse in parsers)
        {
            try
            {
                parse();
            }
            catch (OciFsException error)
            {
                Assert.StartsWith("here: ", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        return refused;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    InsertSplinter(bytes, at, random);
                    break;
            }
        }

        return [.. bytes];
    }

    // In place of a value, so that what is broken is the meaning more often than the grammar.
    private static void InsertSplinter(List<byte> bytes, int at, Random random)
    {
        var splinter = Splinters[random.Next(Splinters.Length)];
        var start = bytes.IndexOf((byte)':', at) + 1;
        var end = start > 0 ? bytes.FindIndex(start, value => value is (byte)',' or (byte)'}') : -1;
        if (end > start)
        {
            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, splinter);
        }
        else
        {
            bytes.InsertRange(at, splinter);
        }
    }
}
