namespace OciFs.Tar.Pax;

/// <summary>The vendors' families of PAX keys that the scanner reads.</summary>
internal static class PaxPrefix
{
    public static ReadOnlySpan<byte> SchilyXattr => "SCHILY.xattr."u8;

    public static ReadOnlySpan<byte> LibarchiveXattr => "LIBARCHIVE.xattr."u8;

    public static ReadOnlySpan<byte> GnuSparse => "GNU.sparse."u8;
}
