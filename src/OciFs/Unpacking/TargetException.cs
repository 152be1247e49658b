using System.Runtime.InteropServices;

namespace OciFs.Unpacking;

/// <summary>A file could not be made in the folder that is copied into; the message says why, without the path.</summary>
internal sealed class TargetException : Exception
{
    public TargetException(string what, bool endsAll = false)
        : base(what) =>
        EndsAll = endsAll;

    public TargetException(int error)
        : base(Marshal.GetPInvokeErrorMessage(error)) =>
        EndsAll = error is Interop.ENOSPC or Interop.EDQUOT or Interop.EROFS or Interop.EIO or Interop.EMFILE or Interop.ENFILE;

    /// <summary>Whether what follows would meet the same: a full disk, one that cannot be written to.</summary>
    public bool EndsAll { get; }

    /// <summary>Throws for an error number that is not 0.</summary>
    public static void ThrowIf(int error)
    {
        if (error != 0)
        {
            throw new TargetException(error);
        }
    }
}
