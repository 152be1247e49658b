namespace OciFs;

/// <summary>What a file is: the type bits of its mode (<see cref="UnixMode"/>).</summary>
public enum FileKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>FIFO.</summary>
    Fifo = (int)UnixMode.Fifo,

    /// <summary>Character device.</summary>
    CharacterDevice = (int)UnixMode.CharacterDevice,

    /// <summary>Directory.</summary>
    Directory = (int)UnixMode.Directory,

    /// <summary>Block device.</summary>
    BlockDevice = (int)UnixMode.BlockDevice,

    /// <summary>Regular file.</summary>
    Regular = (int)UnixMode.Regular,

    /// <summary>Symbolic link.</summary>
    SymbolicLink = (int)UnixMode.SymbolicLink,
}
