namespace OciFs;

/// <summary>A path that a walk goes along, in memory that grows and is kept. One thread.</summary>
internal sealed class PathBuffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes of the path; to be made less only.</summary>
    public int Length { get; set; }

    /// <summary>The path, names with <c>/</c> between; valid until it is changed.</summary>
    public ReadOnlySpan<byte> Path => _bytes.AsSpan(0, Length);

    /// <summary>Makes it a name in a directory.</summary>
    /// <param name="parentLength">Bytes of the directory's path, with which this one begins; 0 for none.</param>
    /// <param name="name">The name.</param>
    public void Set(int parentLength, ReadOnlySpan<byte> name)
    {
        var start = parentLength == 0 ? 0 : parentLength + 1;
        Length = start + name.Length;
        if (Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Length * 2);
        }

        if (start > 0)
        {
            _bytes[parentLength] = (byte)'/';
        }

        name.CopyTo(_bytes.AsSpan(start));
    }
}
