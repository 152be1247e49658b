namespace OciFs.Reference.Stacks;

/// <summary>Extended attributes that are more than a word of text.</summary>
internal sealed class XattrGenerator(Random random)
{
    /// <summary>A capability of revision 2, a POSIX ACL of six entries, bytes, nothing, names of overlay's own (data to us).</summary>
    private static readonly (ByteString Name, ByteString Value)[] Odds =
    [
        ("security.capability", "\x01\0\0\x02\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ("system.posix_acl_access",
            "\x02\0\0\0\x01\0\x07\0\xff\xff\xff\xff\x02\0\x05\0\x01\0\0\0\x04\0\x05\0\xff\xff\xff\xff\x08\0\x05\0\x02\0\0\0\x10\0\x05\0\xff\xff\xff\xff\x20\0\0\0\xff\xff\xff\xff"),
        ("user.binary", "\0=\n\xff 12 a=b\n"),
        ("user.empty", ""),
        ("trusted.overlay.opaque", "y"),
    ];

    public TestEntry Odd(TestEntry entry)
    {
        if (random.Next(7) > 0)
            return entry;
        var (name, value) = Odds[random.Next(Odds.Length)];
        return entry.WithXattr(name, value);
    }
}
