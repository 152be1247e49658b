namespace OciFs.Reference;

/// <summary>The typeflag of a tar header (POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format").</summary>
public enum EntryType : byte
{
    OldFile = 0,
    File = (byte)'0',
    HardLink = (byte)'1',
    Symlink = (byte)'2',
    CharacterDevice = (byte)'3',
    BlockDevice = (byte)'4',
    Directory = (byte)'5',
    Fifo = (byte)'6',
    Contiguous = (byte)'7',
    GnuLongLink = (byte)'K',
    GnuLongName = (byte)'L',
    GnuSparse = (byte)'S',
    PaxGlobal = (byte)'g',
    PaxLocal = (byte)'x',
}
