namespace OciFs.Reference.Apply;

/// <summary>The whiteouts and opaque markers that a layer has shown so far, by the paths they speak of.</summary>
internal sealed class Markers
{
    private const int MarkerPrefixLength = 4;

    public HashSet<ByteString> Whiteouts { get; } = [];

    public HashSet<ByteString> Opaques { get; } = [];

    /// <summary>Whether a name is a marker's; then <paramref name="removed"/> is what it removes, or empty for an opaque one.</summary>
    /// <exception cref="SkippedEntryException">It is a marker of nothing.</exception>
    public static bool IsMarker(ByteString name, out ByteString removed)
    {
        removed = default;
        if (!name.StartsWith(".wh."u8))
            return false;
        if (name == ".wh..wh..opq")
            return true;
        removed = name.From(MarkerPrefixLength);
        return removed.IsEmpty || removed == "." || removed == ".." ? throw new SkippedEntryException(ProblemKind.BadWhiteout) : true;
    }

    /// <summary>Whether the markers so far leave what a lower layer has at a path.</summary>
    public bool Leave(ByteString path) =>
        !Whiteouts.Contains(path) && TreePath.Above(path).All(above => !Whiteouts.Contains(above) && !Opaques.Contains(above));
}
