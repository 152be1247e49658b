namespace OciFs.Tar.Headers;

/// <summary>Text that ends at its first NUL, or with its field when there is none.</summary>
internal static class CString
{
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
