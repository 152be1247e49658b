namespace OciFs.Layers;

/// <summary>The path of a hard link's target that lower layers are to have, while it is put together.</summary>
internal sealed class LowerPath
{
    private readonly List<byte> _bytes;

    /// <param name="bytes">The path so far.</param>
    /// <param name="ownPrefix">How many of its bytes are directories of the link's own layer: there, a link of a lower layer is hidden.</param>
    public LowerPath(ReadOnlySpan<byte> bytes, int ownPrefix)
    {
        _bytes = [.. bytes];
        OwnPrefix = ownPrefix;
    }

    /// <summary>As the constructor tells.</summary>
    public int OwnPrefix { get; }

    /// <summary>Whether no system call would take it.</summary>
    public bool IsTooLong => _bytes.Count > Limits.PathBytes;

    /// <summary>A path that begins below a directory of the layer: its path, with a slash behind each component.</summary>
    public static LowerPath Below(ReadOnlySpan<byte> directory) => new(directory, directory.Length);

    /// <summary>Goes on by a component; what is too long already stays as it is.</summary>
    public LowerPath Add(ReadOnlySpan<byte> name)
    {
        if (!IsTooLong)
        {
            _bytes.AddRange(name);
            _bytes.Add((byte)'/');
        }

        return this;
    }

    /// <summary>The bytes, without a slash at the end.</summary>
    public byte[] ToArray() => [.. _bytes[^1] == '/' ? _bytes[..^1] : _bytes];
}
