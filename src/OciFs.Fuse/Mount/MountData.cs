using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>Options in the forms that the kernel and fusermount3 take.</summary>
internal static class MountData
{
    /// <summary>The flags of mount(2).</summary>
    /// <param name="options">The options.</param>
    /// <returns><c>MS_*</c> bits.</returns>
    public static nuint Flags(MountOptions options) =>
        LibcConstants.MS_RDONLY
        | (options.NoSuid ? LibcConstants.MS_NOSUID : 0)
        | (options.NoDev ? LibcConstants.MS_NODEV : 0)
        | (options.NoExec ? LibcConstants.MS_NOEXEC : 0);

    /// <summary>The data of mount(2) (<c>fs/fuse/inode.c</c>, <c>fuse_fs_parameters</c>).</summary>
    /// <param name="options">The options.</param>
    /// <param name="descriptor">The open device.</param>
    /// <param name="user">The user whose mount it is.</param>
    /// <param name="group">The user's group.</param>
    /// <returns>A string that mount(2) takes.</returns>
    public static string ForKernel(MountOptions options, int descriptor, uint user, uint group) =>
        $"fd={descriptor},rootmode=40000,user_id={user},group_id={group}"
        + (options.DefaultPermissions ? ",default_permissions" : "")
        + (options.AllowOther ? ",allow_other" : "");

    /// <summary>The argument of fusermount3's <c>-o</c>; it adds descriptor, mode, user and group itself.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The options, separated by commas; a comma or backslash in the name has a backslash before it.</returns>
    public static string ForHelper(MountOptions options)
    {
        var name = options.FsName.Replace("\\", "\\\\").Replace(",", "\\,");
        return "ro"
            + (options.NoSuid ? ",nosuid" : ",suid")
            + (options.NoDev ? ",nodev" : ",dev")
            + (options.NoExec ? ",noexec" : "")
            + (options.DefaultPermissions ? ",default_permissions" : "")
            + (options.AllowOther ? ",allow_other" : "")
            + (options.AutoUnmount ? ",auto_unmount" : "")
            + $",subtype={FuseMount.Subtype},fsname={name}";
    }
}
