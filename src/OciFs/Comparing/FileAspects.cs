namespace OciFs.Comparing;

/// <summary>What of a file is compared, and what of it was found to differ.</summary>
[Flags]
public enum FileAspects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What it is: a file, a directory, a symbolic link.</summary>
    Type = 1,

    /// <summary>The bytes of a regular file, and so its size. Holes are zeros.</summary>
    Content = 2,

    /// <summary>Where a symbolic link leads.</summary>
    Target = 4,

    /// <summary>The number of a device.</summary>
    Device = 8,

    /// <summary>Permissions, set-id and sticky bits; a symbolic link has none.</summary>
    Mode = 16,

    /// <summary>User or group, by number.</summary>
    Owner = 32,

    /// <summary>Time of last modification, to the nanosecond. Times of access and change are not compared: few tars have them.</summary>
    Modified = 64,

    /// <summary>Names and values of extended attributes.</summary>
    Xattrs = 128,

    /// <summary>What a program that runs in the tree meets: all but the time.</summary>
    AllButTime = Type | Content | Target | Device | Mode | Owner | Xattrs,

    /// <summary>All of these. How many names a file has, and which, is no aspect of it.</summary>
    All = AllButTime | Modified,
}
