namespace OciFs.Tar;

/// <summary>What an entry is. Every other typeflag of an archive is told as a <see cref="TarProblem"/>.</summary>
public enum TarEntryType : byte
{
    /// <summary>A regular file, sparse or not (typeflags <c>0</c>, NUL and GNU <c>S</c>).</summary>
    Regular,

    /// <summary>Another name of an earlier entry (typeflag <c>1</c>).</summary>
    HardLink,

    /// <summary>A symbolic link (typeflag <c>2</c>).</summary>
    Symlink,

    /// <summary>A character device (typeflag <c>3</c>).</summary>
    CharDevice,

    /// <summary>A block device (typeflag <c>4</c>).</summary>
    BlockDevice,

    /// <summary>A directory (typeflag <c>5</c>, or NUL with a name that ends in a slash, as before POSIX).</summary>
    Directory,

    /// <summary>A named pipe (typeflag <c>6</c>).</summary>
    Fifo,
}
