using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Random stacks of layers over so few names that entries meet; one seed is one stack for ever.</summary>
public sealed class StackGenerator
{
    private static readonly ByteString[] Roots = ["/", ".", "..", "../..", "/.."];
    private readonly Random random;
    private readonly StackOptions options;
    private readonly EntryDresser dresser;
    private readonly PathGenerator paths;
    private readonly OddEntries odds;
    private readonly List<ByteString> used = [];
    private readonly HashSet<ByteString> removed = [];
    private readonly HashSet<ByteString> brought = [];

    private StackGenerator(int seed, StackOptions options)
    {
        random = new Random(seed);
        this.options = options;
        dresser = new EntryDresser(random, options);
        paths = new PathGenerator(random, options);
        odds = new OddEntries(random);
    }

    public static LayerStack Generate(int seed, StackOptions? options = null) =>
        new StackGenerator(seed, options ?? StackOptions.All).Stack();

    private LayerStack Stack()
    {
        IReadOnlyList<TestEntry>[] layers = [.. Enumerable.Range(0, random.Next(1, options.MaxLayers + 1)).Select(_ => Layer())];
        return new(layers) { Forms = options.IsAgreed ? null : [.. layers.Select(_ => Form())] };
    }

    /// <summary>Half the layers are plain; the program zstd is slow to start.</summary>
    private LayerForm Form() => new(
        random.Next(20) switch
        {
            < 10 => LayerCompression.None,
            < 13 => LayerCompression.Gzip,
            < 16 => LayerCompression.GzipMembers,
            < 19 => LayerCompression.ZstdFrames,
            _ => LayerCompression.Zstd,
        },
        random.Next(2) == 0 ? TarEnd.Marker : (TarEnd)random.Next(6));

    private List<TestEntry> Layer()
    {
        removed.Clear();
        brought.Clear();
        var entries = new List<TestEntry>();
        for (var left = random.Next(1, options.MaxEntries + 1); left > 0; left--)
        {
            if (Entry() is not { } entry || !Agrees(entry))
                continue;
            used.Add(entry.Name);
            entries.Add(dresser.Dress(entry));
        }

        if (!options.IsAgreed && random.Next(12) == 0)
            entries.Insert(random.Next(entries.Count + 1), TestEntry.Global(odds.Records()));

        return entries;
    }

    private TestEntry? Entry() => random.Next(options.IsAgreed ? 100 : 108) switch
    {
        < 32 => TestEntry.File(paths.Leaf(), $"{random.Next(1000)}"),
        < 50 => TestEntry.Directory(paths.Directory()),
        < 60 => TestEntry.Symlink(paths.Leaf(), LinkTarget()),
        < 74 => TestEntry.HardLink(paths.Leaf(), HardLinkTarget()),
        < 88 => TestEntry.Whiteout(Hidden()),
        < 93 => TestEntry.Opaque(random.Next(8) == 0 ? "" : paths.Directory()),
        < 96 => TestEntry.Fifo(paths.Leaf()),
        < 98 => TestEntry.CharacterDevice(paths.Leaf(), (uint)random.Next(2), (uint)random.Next(3)),
        < 100 => TestEntry.BlockDevice(paths.Leaf(), 7, (uint)random.Next(300)),
        < 102 => odds.Root(),
        < 104 => odds.Marker(paths),
        < 105 => odds.Device(paths.Leaf()),
        _ => TestEntry.HardLink(paths.Leaf(), Removed()),
    };

    private ByteString LinkTarget() => random.Next(5) switch
    {
        0 => Roots[random.Next(Roots.Length)],
        1 => "/" + paths.Leaf(),
        2 => "../" + paths.Leaf(),
        _ => paths.Leaf(),
    };

    private ByteString HardLinkTarget() => used.Count > 0 && random.Next(6) > 0 ? used[random.Next(used.Count)] : paths.Leaf();

    private ByteString Hidden() =>
        !options.IsAgreed && used.Count > 0 && random.Next(3) == 0 ? used[random.Next(used.Count)]
        : random.Next(3) == 0 ? paths.Directory() : paths.Leaf();

    private ByteString Removed() => removed.Count > 0 ? removed.ElementAt(random.Next(removed.Count)) : paths.Leaf();

    /// <summary>Keeps account of what a layer brings and removes; in <see cref="StackOptions.Agreed"/> it must not both remove a path, or one above it, and bring it.</summary>
    private bool Agrees(TestEntry entry)
    {
        var name = entry.Name;
        var slash = name.Span.LastIndexOf((byte)'/') + 1;
        if (!name.From(slash).StartsWith(".wh."u8))
        {
            brought.Add(name);
            return !options.IsAgreed || name != entry.Target && !removed.Any(path => IsAtOrBelow(name, path) || IsAtOrBelow(entry.Target, path));
        }

        ByteString path = name.From(slash) == ".wh..wh..opq"
            ? new ByteString(name.Span[..Math.Max(slash - 1, 0)])
            : new ByteString([.. name.Span[..slash], .. name.Span[(slash + 4)..]]);
        removed.Add(path);
        return !options.IsAgreed || !brought.Any(other => IsAtOrBelow(other, path));
    }

    private static bool IsAtOrBelow(ByteString path, ByteString above) =>
        above.IsEmpty || path == above || path.StartsWith((above + "/").Span);
}
