namespace OciFs.Tar.Headers;

/// <summary>The typeflags that the scanner knows, by POSIX.1-2017 pax and tar.h of GNU tar.</summary>
internal static class TypeFlag
{
    public const byte OldRegular = 0;
    public const byte Regular = (byte)'0';
    public const byte PaxLocal = (byte)'x';
    public const byte PaxGlobal = (byte)'g';
    public const byte GnuLongName = (byte)'L';
    public const byte GnuLongLink = (byte)'K';
    public const byte GnuSparse = (byte)'S';

    /// <summary>Whether the content of such a header is about a later entry.</summary>
    public static bool IsExtension(byte flag) => flag is PaxLocal or PaxGlobal or GnuLongName or GnuLongLink;

    /// <summary>
    /// What the flag makes of an entry; null: nothing in an image. NUL, from before directories had a flag, is one when its name ends
    /// with a slash. A <c>0</c> with a slash is a file to every container tool, though GNU tar and bsdtar take it for a directory.
    /// </summary>
    public static TarEntryType? ToEntryType(byte flag) => flag switch
    {
        OldRegular or Regular or GnuSparse => TarEntryType.Regular,
        (byte)'1' => TarEntryType.HardLink,
        (byte)'2' => TarEntryType.Symlink,
        (byte)'3' => TarEntryType.CharDevice,
        (byte)'4' => TarEntryType.BlockDevice,
        (byte)'5' => TarEntryType.Directory,
        (byte)'6' => TarEntryType.Fifo,
        _ => null,
    };

    /// <summary>
    /// Whether no content follows whatever the size field says: links, devices, directories and pipes. The rule of Go's archive/tar,
    /// by which container tools find the next header; it holds for the directories of NUL too.
    /// </summary>
    public static bool IsHeaderOnly(byte flag) => flag is >= (byte)'1' and <= (byte)'6';
}
