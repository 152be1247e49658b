using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Reference.Posix;

/// <summary>
/// An open folder and what can be done to the names in it. Names are single components of raw bytes ("." is the folder itself);
/// no call ever follows a symbolic link. Every failure that is not said to be a result throws <see cref="PosixException"/>.
/// </summary>
public sealed unsafe class PosixFolder : IDisposable
{
    private const uint BasicStats = 0x7ff;
    private readonly int fd;

    private PosixFolder(int fd) => this.fd = fd;

    /// <summary>The folder at a path of the host; here links are followed.</summary>
    public static PosixFolder Open(string path)
    {
        var bytes = ByteString.Utf8(path);
        var flags = LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC;
        return new PosixFolder(Checked(LibC.openat(LibC.AT_FDCWD, bytes.ToCString(), flags, 0), "open", bytes));
    }

    public PosixFolder OpenFolder(ByteString name) => new(Checked(
        LibC.openat(fd, name.ToCString(), LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0), "open", name));

    /// <summary>A regular file for reading; the caller owns the handle.</summary>
    public SafeFileHandle OpenFile(ByteString name) => new(
        Checked(LibC.openat(fd, name.ToCString(), LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0), "open", name), ownsHandle: true);

    /// <summary>The names but "." and "..", in the kernel's order.</summary>
    public IReadOnlyList<ByteString> List()
    {
        using var own = OpenFolder(".");
        return DirectoryListing.Read(own.fd);
    }

    /// <summary>What is at a name, or <see langword="null"/> if nothing is, also where no file can have such a name.</summary>
    public FileStatus? TryStat(ByteString name)
    {
        var buffer = stackalloc byte[FileStatus.StructureSize];
        if (LibC.statx(fd, name.ToCString(), LibC.AT_SYMLINK_NOFOLLOW, BasicStats, buffer) == 0)
            return FileStatus.Read(new ReadOnlySpan<byte>(buffer, FileStatus.StructureSize));
        return Marshal.GetLastPInvokeError() is LibC.ENOENT or LibC.ENAMETOOLONG ? null : throw Failed("statx", name);
    }

    public FileStatus Stat(ByteString name) => TryStat(name) ?? throw new PosixException("statx", name, LibC.ENOENT);

    public ByteString ReadLink(ByteString name)
    {
        var buffer = stackalloc byte[4096];
        var length = Checked((int)LibC.readlinkat(fd, name.ToCString(), buffer, 4096), "readlink", name);
        return new ByteString(new ReadOnlySpan<byte>(buffer, length));
    }

    public void MakeFolder(ByteString name) => Checked(LibC.mkdirat(fd, name.ToCString(), 0b111_000_000), "mkdir", name);

    public void MakeSymlink(ByteString name, ByteString target) =>
        Checked(LibC.symlinkat(target.ToCString(), fd, name.ToCString()), "symlink", name);

    public void MakeFile(ByteString name, FileContent content)
    {
        var flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC;
        var created = Checked(LibC.openat(fd, name.ToCString(), flags, 0b110_000_000), "create", name);
        using var file = new SafeFileHandle(created, ownsHandle: true);
        RandomAccess.SetLength(file, content.Length);
        foreach (var segment in content.Segments)
            RandomAccess.Write(file, segment.Data, segment.Offset);
    }

    /// <summary>A FIFO, or a device with its numbers (glibc's makedev puts them in 64 bits).</summary>
    public void MakeNode(ByteString name, EntryType type, uint major, uint minor)
    {
        var mode = type switch { EntryType.CharacterDevice => 0x2000u, EntryType.BlockDevice => 0x6000u, _ => 0x1000u };
        var device = ((major & 0xfffff000UL) << 32) | ((major & 0xfffUL) << 8) | ((minor & 0xffffff00UL) << 12) | (minor & 0xffUL);
        Checked(LibC.mknodat(fd, name.ToCString(), mode | 0b110_000_000, device), "mknod", name);
    }

    /// <summary>Gives <paramref name="name"/> here a further name <paramref name="other"/> in another folder.</summary>
    public void LinkTo(ByteString name, PosixFolder folder, ByteString other) =>
        Checked(LibC.linkat(fd, name.ToCString(), folder.fd, other.ToCString(), 0), "link", name);

    public void MoveTo(ByteString name, PosixFolder folder, ByteString other) =>
        Checked(LibC.renameat(fd, name.ToCString(), folder.fd, other.ToCString()), "rename", name);

    /// <summary>Removes a name with all below it; nothing there is fine.</summary>
    public void Remove(ByteString name)
    {
        if (TryStat(name) is not { } status)
            return;
        if (status.IsDirectory)
            Empty(name);
        Checked(LibC.unlinkat(fd, name.ToCString(), status.IsDirectory ? LibC.AT_REMOVEDIR : 0), "unlink", name);
    }

    /// <summary>Removes all in a folder, not the folder.</summary>
    public void Empty(ByteString name)
    {
        using var folder = OpenFolder(name);
        foreach (var inner in folder.List())
            folder.Remove(inner);
    }

    public void SetOwner(ByteString name, uint uid, uint gid) =>
        Checked(LibC.fchownat(fd, name.ToCString(), uid, gid, LibC.AT_SYMLINK_NOFOLLOW), "chown", name);

    /// <summary>Sets permissions; must not be asked of a symbolic link, which has none on Linux.</summary>
    public void SetMode(ByteString name, uint mode) => Checked(LibC.fchmodat(fd, name.ToCString(), mode, 0), "chmod", name);

    /// <summary>Sets the time of modification (and of access) as near as the file system can.</summary>
    public void SetTime(ByteString name, TarTime time)
    {
        var times = stackalloc long[] { time.Seconds, time.Nanoseconds, time.Seconds, time.Nanoseconds };
        Checked(LibC.utimensat(fd, name.ToCString(), times, LibC.AT_SYMLINK_NOFOLLOW), "utimens", name);
    }

    /// <summary>False where the kernel or the file system refuses this attribute on this file.</summary>
    public bool TrySetXattr(ByteString name, ByteString xattr, ByteString value) =>
        LibC.lsetxattr(ProcPath(name), xattr.ToCString(), value.Span.ToArray(), (nuint)value.Length, 0) == 0;

    /// <summary>The names of all extended attributes.</summary>
    public IReadOnlyList<ByteString> XattrNames(ByteString name) => XattrCalls.Names(ProcPath(name), name);

    public ByteString XattrValue(ByteString name, ByteString xattr) => XattrCalls.Value(ProcPath(name), xattr, name);

    /// <summary>All extended attributes.</summary>
    public IReadOnlyDictionary<ByteString, ByteString> Xattrs(ByteString name) =>
        XattrNames(name).ToImmutableSortedDictionary(xattr => xattr, xattr => XattrValue(name, xattr));

    public void Dispose() => _ = LibC.close(fd);

    internal static PosixException Failed(string call, ByteString path) => new(call, path, Marshal.GetLastPInvokeError());

    private static int Checked(int result, string call, ByteString path) => result < 0 ? throw Failed(call, path) : result;

    /// <summary>The attribute calls have no *at form; proc leads from the descriptor to the name.</summary>
    private byte[] ProcPath(ByteString name) => ((ByteString)$"/proc/self/fd/{fd}/" + name).ToCString();
}
