namespace OciFs.Reference.Stacks;

/// <summary>Random names of at most three components.</summary>
internal sealed class PathGenerator(Random random, StackOptions options)
{
    private static readonly ByteString[] Leaves = ["a", "b", "c"];
    private static readonly ByteString[] Folders = ["d", "e"];

    /// <summary>No UTF-8, control characters, more than a header's 100 bytes, as much as a name may have and one more.</summary>
    private static readonly ByteString[] Odds =
        ["\xff\xfe", "\xc3\xa9", "n\n\t\x01", " ", "\\", new string('l', 120), new string('m', 255), new string('m', 256)];

    /// <summary>A name for anything.</summary>
    public ByteString Leaf() => options.IsAgreed ? Below(Pick(Leaves)) : Spelled(Any());

    /// <summary>A name for a directory that may have children.</summary>
    public ByteString Directory() => options.IsAgreed ? Below(Pick(Folders)) : Spelled(Any());

    private ByteString Pick(ByteString[] names) => names[random.Next(names.Length)];

    private ByteString Below(ByteString name)
    {
        for (var depth = random.Next(3); depth > 0; depth--)
            name = Pick(Folders) + "/" + name;
        return name;
    }

    private ByteString Any()
    {
        var path = Component();
        for (var depth = random.Next(3); depth > 0; depth--)
            path = path + "/" + Component();
        return path;
    }

    private ByteString Component() => Pick(random.Next(40) == 0 ? Odds : Leaves);

    /// <summary>One path in twelve is spelled in another way, one in forty tries to leave the root.</summary>
    private ByteString Spelled(ByteString path) => random.Next(120) switch
    {
        < 4 => "./" + path,
        < 6 => "/" + path,
        < 7 => path + "//" + Pick(Leaves),
        < 8 => path + "/../" + Pick(Leaves) + "/../..",
        < 10 => Pick(Leaves) + "/../" + path,
        < 11 => path + "/./" + Pick(Leaves),
        < 14 => "../" + path,
        _ => path,
    };
}
