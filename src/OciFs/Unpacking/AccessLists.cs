namespace OciFs.Unpacking;

/// <summary>
/// Access control lists of files of the host (acl(5)). What is made in a folder with a default list gets one, whose mask the mode's group bits then are: to set
/// the mode would open the file to all whom the list names, of whom an image says nothing.
/// </summary>
internal static class AccessLists
{
    private static readonly byte[] Access = Interop.Text("system.posix_acl_access"u8);
    private static readonly byte[] Default = Interop.Text("system.posix_acl_default"u8);

    /// <summary>Removes the list of an opened file, so that its mode tells all.</summary>
    /// <param name="descriptor">The file; not one of a path only.</param>
    /// <param name="isNewFolder">Whether it is a directory that was just made: then its default list is removed as well.</param>
    /// <exception cref="TargetException">It cannot be removed.</exception>
    public static void Remove(int descriptor, bool isNewFolder)
    {
        ThrowUnlessNone(Interop.ErrorOf(Interop.fremovexattr(descriptor, Access)));
        if (isNewFolder)
        {
            ThrowUnlessNone(Interop.ErrorOf(Interop.fremovexattr(descriptor, Default)));
        }
    }

    /// <summary>Removes the list of a file that is not opened.</summary>
    /// <param name="path">Its path, with a NUL behind it.</param>
    /// <exception cref="TargetException">It cannot be removed.</exception>
    public static void Remove(byte[] path) => ThrowUnlessNone(Interop.ErrorOf(Interop.removexattr(path, Access)));

    /// <summary>Whether a file has a list.</summary>
    /// <param name="path">Its path, with a NUL behind it.</param>
    public static unsafe bool Has(byte[] path) => Interop.getxattr(path, Access, null, 0) > 0;

    private static void ThrowUnlessNone(int error) => TargetException.ThrowIf(error is Interop.ENODATA or Interop.EOPNOTSUPP ? 0 : error);
}
