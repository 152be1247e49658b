namespace OciFs;

/// <summary>What the header of a tar calls a file that is no hard link (POSIX pax, typeflag).</summary>
internal static class TarTypeFlag
{
    /// <summary>The flag of a kind; null for what no tar has, as a socket.</summary>
    public static byte? Of(FileKind kind) => kind switch
    {
        FileKind.Regular => (byte)'0',
        FileKind.SymbolicLink => (byte)'2',
        FileKind.CharacterDevice => (byte)'3',
        FileKind.BlockDevice => (byte)'4',
        FileKind.Directory => (byte)'5',
        FileKind.Fifo => (byte)'6',
        _ => null,
    };
}
