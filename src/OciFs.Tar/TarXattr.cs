namespace OciFs.Tar;

/// <summary>One extended attribute of an entry; the spans live as long as the entry they came from.</summary>
public readonly ref struct TarXattr
{
    /// <summary>The name with its namespace, as in <c>user.mime_type</c>: raw bytes, 1 to <see cref="TarLimits.XattrNameBytes"/>.</summary>
    public ReadOnlySpan<byte> Name { get; internal init; }

    /// <summary>The value: any bytes, at most <see cref="TarLimits.XattrValueBytes"/>; may be empty.</summary>
    public ReadOnlySpan<byte> Value { get; internal init; }

    /// <summary>
    /// Whether only a <c>LIBARCHIVE.xattr.</c> record told it. Container tools ignore those; an attribute that also has a
    /// <c>SCHILY.xattr.</c> record is told once, by that one.
    /// </summary>
    public bool OnlyLibarchive { get; internal init; }
}
