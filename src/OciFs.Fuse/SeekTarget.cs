namespace OciFs.Fuse;

/// <summary>What lseek(2) looks for from an offset on; the values are those of linux/fs.h.</summary>
public enum SeekTarget
{
    /// <summary><c>SEEK_DATA</c>: the next byte that is in no hole.</summary>
    Data = 3,

    /// <summary><c>SEEK_HOLE</c>: the next byte that is in a hole; every file has one at its end.</summary>
    Hole = 4,
}
