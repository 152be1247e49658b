namespace OciFs.Reference.Stacks;

/// <summary>Random stacks of layers over so few names that entries meet; one seed is one stack for ever.</summary>
public sealed class StackGenerator
{
    private static readonly ByteString[] Roots = ["/", ".", "..", "../..", "/.."];
    private readonly Random random;
    private readonly StackOptions options;
    private readonly EntryDresser dresser;
    private readonly PathGenerator paths;
    private readonly List<ByteString> used = [];
    private readonly HashSet<ByteString> removed = [];
    private readonly HashSet<ByteString> brought = [];

    private StackGenerator(int seed, StackOptions options)
    {
        random = new Random(seed);
        this.options = options;
        dresser = new EntryDresser(random, options);
        paths = new PathGenerator(random, options);
    }

    public static LayerStack Generate(int seed, StackOptions? options = null) =>
        new StackGenerator(seed, options ?? StackOptions.All).Stack();

    private LayerStack Stack() => new([.. Enumerable.Range(0, random.Next(1, options.MaxLayers + 1)).Select(Layer)]);

    private IReadOnlyList<TestEntry> Layer(int number)
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

        return entries;
    }

    private TestEntry? Entry() => random.Next(100) switch
    {
        < 32 => TestEntry.File(paths.Leaf(), $"{random.Next(1000)}"),
        < 50 => TestEntry.Directory(paths.Directory()),
        < 60 => TestEntry.Symlink(paths.Leaf(), LinkTarget()),
        < 74 => TestEntry.HardLink(paths.Leaf(), HardLinkTarget()),
        < 88 => TestEntry.Whiteout(random.Next(3) == 0 ? paths.Directory() : paths.Leaf()),
        < 93 => TestEntry.Opaque(random.Next(8) == 0 ? "" : paths.Directory()),
        < 96 => TestEntry.Fifo(paths.Leaf()),
        < 98 => TestEntry.CharacterDevice(paths.Leaf(), (uint)random.Next(2), (uint)random.Next(3)),
        _ => TestEntry.BlockDevice(paths.Leaf(), 7, (uint)random.Next(300)),
    };

    private ByteString LinkTarget() => random.Next(5) switch
    {
        0 => Roots[random.Next(Roots.Length)],
        1 => "/" + paths.Leaf(),
        2 => "../" + paths.Leaf(),
        _ => paths.Leaf(),
    };

    private ByteString HardLinkTarget() => used.Count > 0 && random.Next(6) > 0 ? used[random.Next(used.Count)] : paths.Leaf();

    /// <summary>In <see cref="StackOptions.Agreed"/> a layer must not both remove a path, or one above it, and bring it.</summary>
    private bool Agrees(TestEntry entry)
    {
        if (!options.IsAgreed)
            return true;
        var name = entry.Name;
        var slash = name.Span.LastIndexOf((byte)'/') + 1;
        if (!name.From(slash).StartsWith(".wh."u8))
        {
            brought.Add(name);
            return name != entry.Target && !removed.Any(path => IsAtOrBelow(name, path) || IsAtOrBelow(entry.Target, path));
        }

        ByteString path = name.From(slash) == ".wh..wh..opq"
            ? new ByteString(name.Span[..Math.Max(slash - 1, 0)])
            : new ByteString([.. name.Span[..slash], .. name.Span[(slash + 4)..]]);
        removed.Add(path);
        return !brought.Any(other => IsAtOrBelow(other, path));
    }

    private static bool IsAtOrBelow(ByteString path, ByteString above) =>
        above.IsEmpty || path == above || path.StartsWith((above + "/").Span);
}
