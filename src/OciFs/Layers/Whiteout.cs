namespace OciFs.Layers;

/// <summary>The marker names of the image-spec (layer.md, "Whiteouts").</summary>
internal static class Whiteout
{
    /// <summary>A name that begins so hides what stands behind it in lower layers.</summary>
    public static ReadOnlySpan<byte> Prefix => ".wh."u8;

    /// <summary>Longest name of a marker: it is never made on a disk, what it hides has to be.</summary>
    public const int NameBytes = Limits.NameBytes + 4;

    /// <summary>Hides all that lower layers have in its directory.</summary>
    public static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    /// <summary>Whether a last path component is a marker's.</summary>
    public static bool IsMarker(ReadOnlySpan<byte> name) => name.StartsWith(Prefix);

    /// <summary>Whether a marker's name says what it hides: <c>.wh.</c>, <c>.wh..</c> and <c>.wh...</c> do not.</summary>
    public static bool IsMeaningful(ReadOnlySpan<byte> marker) => !marker[Prefix.Length..].SequenceEqual(""u8)
        && !marker[Prefix.Length..].SequenceEqual("."u8) && !marker[Prefix.Length..].SequenceEqual(".."u8);
}
