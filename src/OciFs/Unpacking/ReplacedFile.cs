using System.Globalization;
using System.Text;

namespace OciFs.Unpacking;

/// <summary>A regular file of the host that another one takes the place of, with its mode and owner, as if it were written to. Owns a descriptor. One thread.</summary>
internal sealed class ReplacedFile : IDisposable
{
    private const uint Permissions = 0x1FF; // 0777
    private const uint GroupBits = 0x38; // 0070

    private static readonly byte[] Itself = [0];

    private readonly int _place;
    private readonly uint _mode;
    private readonly uint _uid;
    private readonly uint _gid;

    private ReplacedFile(int place)
    {
        _place = place;
        var status = TargetFolder.StatusOf(place);
        (_mode, _uid, _gid) = (status.Mode, status.Uid, status.Gid);
    }

    /// <summary>The file of a name; null where that is none, or something else, also a link.</summary>
    /// <exception cref="TargetException">It cannot be told.</exception>
    public static ReplacedFile? Find(TargetFolder folder, byte[] name)
    {
        var place = Interop.openat(folder.Descriptor, name, Interop.O_PATH | Interop.O_NOFOLLOW | Interop.O_CLOEXEC, 0);
        if (place < 0)
        {
            return null;
        }

        var found = new ReplacedFile(place);
        if (UnixMode.KindOf(found._mode) is FileKind.Regular)
        {
            return found;
        }

        found.Dispose();
        return null;
    }

    /// <summary>
    /// Gives its owner and permission bits to another file. What would open that to others than it was open to is left out: the bits of a group that the user
    /// may not give it to, or of one whose bits are the mask of an access control list, and set-id bits.
    /// </summary>
    /// <exception cref="TargetException">They cannot be given.</exception>
    public void GiveTo(int descriptor)
    {
        if (Interop.fchownat(descriptor, Itself, _uid, _gid, Interop.AT_EMPTY_PATH) != 0)
        {
            _ = Interop.fchownat(descriptor, Itself, uint.MaxValue, _gid, Interop.AT_EMPTY_PATH);
        }

        AccessLists.Remove(descriptor, isNewFolder: false);
        var path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_place}\0"));
        var isGroupKept = TargetFolder.StatusOf(descriptor).Gid == _gid && !AccessLists.Has(path);
        TargetException.ThrowIf(Interop.ErrorOf(Interop.fchmod(descriptor, _mode & Permissions & ~(isGroupKept ? 0 : GroupBits))));
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Interop.close(_place);
}
