namespace OciFs.Searching;

/// <summary>Puts the path of where a walk began before those of what it finds. One thread.</summary>
internal sealed class PathPrefix
{
    private readonly int _length;
    private byte[] _path;

    public PathPrefix(ReadOnlySpan<byte> start)
    {
        _path = start is [.., not (byte)'/'] ? [.. start, (byte)'/'] : start.ToArray();
        _length = _path.Length;
    }

    /// <summary>The last name of a path, whatever slashes are behind it; of the root <c>/</c>.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> path)
    {
        var trimmed = path.TrimEnd((byte)'/');
        return trimmed.IsEmpty ? path[..Math.Min(1, path.Length)] : trimmed[(trimmed.LastIndexOf((byte)'/') + 1)..];
    }

    /// <summary>The whole path of what is below the start; valid until the next is asked.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> below)
    {
        if (_length + below.Length > _path.Length)
        {
            Array.Resize(ref _path, (_length + below.Length) * 2);
        }

        below.CopyTo(_path.AsSpan(_length));
        return _path.AsSpan(0, _length + below.Length);
    }
}
