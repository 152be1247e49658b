namespace OciFs.Fuse.Mount;

/// <summary>One line of <c>/proc/self/mountinfo</c>, escapes resolved (<c>Documentation/filesystems/proc.rst</c>, 3.5).</summary>
/// <param name="Id">The mount's number.</param>
/// <param name="ParentId">The number of the mount that it is mounted on.</param>
/// <param name="Major">Major number of <c>st_dev</c>; 0 for FUSE.</param>
/// <param name="Minor">Minor number of <c>st_dev</c>; for FUSE the connection's name in <c>/sys/fs/fuse/connections</c>.</param>
/// <param name="Root">The part of the filesystem that is mounted.</param>
/// <param name="Mountpoint">Where, seen from this process's root.</param>
/// <param name="Options">The mount's own options, separated by commas.</param>
/// <param name="FileSystemType">Type and subtype, as <c>fuse.ocifs</c>.</param>
/// <param name="Source">What is mounted, as its program calls it.</param>
/// <param name="SuperOptions">The filesystem's options, separated by commas.</param>
public sealed record MountEntry(
    int Id,
    int ParentId,
    uint Major,
    uint Minor,
    string Root,
    string Mountpoint,
    string Options,
    string FileSystemType,
    string Source,
    string SuperOptions);
