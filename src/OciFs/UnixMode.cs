namespace OciFs;

/// <summary>The type bits of <c>st_mode</c> (inode(7)), the same on every Linux.</summary>
public static class UnixMode
{
    /// <summary>Mask of the type bits.</summary>
    public const uint TypeMask = 0xF000;

    /// <summary>FIFO.</summary>
    public const uint Fifo = 0x1000;

    /// <summary>Character device.</summary>
    public const uint CharacterDevice = 0x2000;

    /// <summary>Directory.</summary>
    public const uint Directory = 0x4000;

    /// <summary>Block device.</summary>
    public const uint BlockDevice = 0x6000;

    /// <summary>Regular file.</summary>
    public const uint Regular = 0x8000;

    /// <summary>Symbolic link.</summary>
    public const uint SymbolicLink = 0xA000;

    /// <summary>Permission, set-id and sticky bits.</summary>
    public const uint PermissionMask = 0xFFF;

    /// <summary>0755: what a directory has that no entry of a layer describes (design §4.5).</summary>
    public const uint ImpliedDirectoryPermissions = 0x1ED;

    /// <summary>What <paramref name="mode"/> says a file is.</summary>
    public static FileKind KindOf(uint mode) => (FileKind)(mode & TypeMask);

    /// <summary>Whether <paramref name="mode"/> is a directory's.</summary>
    public static bool IsDirectory(uint mode) => (mode & TypeMask) == Directory;

    /// <summary>Whether <paramref name="mode"/> is a regular file's.</summary>
    public static bool IsRegular(uint mode) => (mode & TypeMask) == Regular;

    /// <summary>Whether <paramref name="mode"/> is a symbolic link's.</summary>
    public static bool IsSymbolicLink(uint mode) => (mode & TypeMask) == SymbolicLink;

    /// <summary>Whether <paramref name="mode"/> is a device's, of either kind.</summary>
    public static bool IsDevice(uint mode) => (mode & TypeMask) is CharacterDevice or BlockDevice;
}
