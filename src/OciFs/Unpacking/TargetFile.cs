using System.Security.Cryptography;
using System.Text;

namespace OciFs.Unpacking;

/// <summary>How a name of a folder gets a file that was not there, whatever is there under it: never through a link, and never half.</summary>
internal static class TargetFile
{
    /// <summary>Makes a file under a name that nothing has; what is in the way of a file is replaced by it when it is whole.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name, with a NUL behind it.</param>
    /// <param name="isNamed">Whether the user named the file itself, and not a folder that it is in: then one of the same copy is not replaced by it, as with cp.</param>
    /// <param name="make">Makes the file under a name, whole, or leaves nothing, given the regular file that it is to replace; gives the number of the error by which the name could not be taken, or 0.</param>
    /// <exception cref="TargetException">It could not be made.</exception>
    public static void Put(TargetFolder folder, byte[] name, bool isNamed, Func<byte[], ReplacedFile?, int> make)
    {
        var error = make(name, null);
        if (error == Interop.EEXIST)
        {
            RequireReplaceable(folder, name, isNamed);
            Replace(folder, name, make);
        }
        else
        {
            TargetException.ThrowIf(error);
        }

        folder.Note(name);
    }

    /// <summary>Closes a file that was written; some file systems tell only then that what was written is lost (close(2)).</summary>
    /// <param name="descriptor">The file; negative from then on.</param>
    /// <exception cref="TargetException">It is lost.</exception>
    public static void Close(ref int descriptor)
    {
        var error = Interop.ErrorOf(Interop.close(descriptor));
        descriptor = -1;
        TargetException.ThrowIf(error == Interop.EINTR ? 0 : error);
    }

    /// <summary>A name beside others that nobody has, with a NUL behind it.</summary>
    public static byte[] TemporaryName() => Encoding.ASCII.GetBytes($".ocifs-{RandomNumberGenerator.GetHexString(16, lowercase: true)}\0");

    private static void RequireReplaceable(TargetFolder folder, byte[] name, bool isNamed)
    {
        if (folder.Find(name) is not { } status)
        {
            return;
        }

        var isOfOtherSource = folder.HasMade(status, name);
        if (folder.HasMade(status) && !isOfOtherSource)
        {
            throw new TargetException("the file system takes another name of this folder for the same");
        }

        if (UnixMode.IsDirectory(status.Mode))
        {
            throw new TargetException("there is a folder of this name");
        }

        if (isOfOtherSource && isNamed)
        {
            throw new TargetException("not replaced, for it was just copied from another source of this name");
        }
    }

    private static void Replace(TargetFolder folder, byte[] name, Func<byte[], ReplacedFile?, int> make)
    {
        var beside = TemporaryName();
        using (var replaced = ReplacedFile.Find(folder, name))
        {
            TargetException.ThrowIf(make(beside, replaced));
        }

        var error = Interop.ErrorOf(Interop.renameat(folder.Descriptor, beside, folder.Descriptor, name));

        // Two names of one file stay two when one is renamed to the other (rename(2)).
        _ = Interop.unlinkat(folder.Descriptor, beside, 0);
        TargetException.ThrowIf(error);
    }
}
