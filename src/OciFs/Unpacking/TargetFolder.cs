using OciFs.Images;
using OciFs.Stores;

namespace OciFs.Unpacking;

/// <summary>An opened directory of the host that files are made in, by their names only. Owns its descriptor. One thread.</summary>
internal sealed class TargetFolder : IDisposable
{
    private const int Closed = -1;

    private static readonly byte[] Itself = [0];
    private static readonly byte[] Above = Interop.Text(".."u8);

    private readonly (uint Major, uint Minor, ulong Inode) _identity;
    private readonly HashSet<ulong>? _made;
    private readonly HashSet<FileName> _names = [];
    private int _descriptor;

    private TargetFolder(int descriptor, bool isNew)
    {
        _descriptor = descriptor;
        Status = StatusOf(descriptor);
        _identity = IdentityOf(Status);
        _made = isNew ? null : [];
    }

    /// <summary>The descriptor, open for reading.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Whether it is open now.</summary>
    public bool IsOpen => _descriptor != Closed;

    /// <summary>Whether it was made for this copy, so that all that is in it is of this copy.</summary>
    public bool IsNew => _made is null;

    /// <summary>What it was when it was opened.</summary>
    public FileStatus.StatX Status { get; }

    /// <summary>The folder that a path of the user's leads to, by whatever links.</summary>
    /// <exception cref="TargetException">There is none, or it may not be read.</exception>
    public static TargetFolder Open(ReadOnlySpan<byte> path) => Open(Interop.AT_FDCWD, Interop.Text(path), 0, isNew: false);

    /// <summary>A directory in this one; never what a link leads to.</summary>
    /// <exception cref="TargetException">It is no directory, or may not be read.</exception>
    public TargetFolder OpenChild(byte[] name, bool isNew) => Open(Descriptor, name, Interop.O_NOFOLLOW, isNew);

    /// <summary>Closes the descriptor until <see cref="Reopen"/>.</summary>
    public void Close()
    {
        if (IsOpen)
        {
            _ = Interop.close(_descriptor);
            _descriptor = Closed;
        }
    }

    /// <summary>Opens it again from a directory in it. Where that was moved meanwhile, it is not what is found, and the copy ends.</summary>
    /// <exception cref="TargetException">It is not above that directory any more.</exception>
    public void Reopen(TargetFolder child)
    {
        var opened = Interop.openat(child.Descriptor, Above, Interop.O_RDONLY | Interop.O_DIRECTORY | Interop.O_CLOEXEC, 0);
        if (opened < 0 || IdentityOf(StatusOf(opened)) != _identity)
        {
            _ = opened < 0 ? 0 : Interop.close(opened);
            throw new TargetException("a folder was moved while it was being copied into", endsAll: true);
        }

        _descriptor = opened;
    }

    /// <summary>What a name is of; null where there is none. Links are not followed.</summary>
    public unsafe FileStatus.StatX? Find(byte[] name)
    {
        FileStatus.StatX status;
        return Interop.statx(Descriptor, name, Interop.AT_SYMLINK_NOFOLLOW, FileStatus.BasicStats, &status) == 0 ? status : null;
    }

    /// <summary>Notes a file that was made here, so that it is known again under another name.</summary>
    public void Note(byte[] name)
    {
        if (_made is not null && Find(name) is { } status)
        {
            _made.Add(status.Inode);
            _names.Add(NameOf(name));
        }
    }

    /// <summary>Whether a file that is here was made by this copy: then the file system takes two names of the image for one.</summary>
    public bool HasMade(in FileStatus.StatX status) => _made is null || _made.Contains(status.Inode);

    /// <summary>Whether it was made by this copy under this very name: then another source has it too.</summary>
    public bool HasMade(in FileStatus.StatX status, byte[] name) => _made is not null && _made.Contains(status.Inode) && _names.Contains(NameOf(name));

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>What an opened file is.</summary>
    /// <exception cref="TargetException">It cannot be told.</exception>
    public static unsafe FileStatus.StatX StatusOf(int descriptor)
    {
        FileStatus.StatX status;
        TargetException.ThrowIf(Interop.ErrorOf(Interop.statx(descriptor, Itself, Interop.AT_EMPTY_PATH, FileStatus.BasicStats, &status)));
        return status;
    }

    /// <summary>What tells a file from all others of the host.</summary>
    public static (uint Major, uint Minor, ulong Inode) IdentityOf(in FileStatus.StatX status) => (status.DeviceMajor, status.DeviceMinor, status.Inode);

    private static FileName NameOf(byte[] name) => new([.. name.AsSpan()[..^1]]);

    private static TargetFolder Open(int folder, byte[] name, int flags, bool isNew)
    {
        var opened = Interop.openat(folder, name, Interop.O_RDONLY | Interop.O_DIRECTORY | Interop.O_CLOEXEC | flags, 0);
        TargetException.ThrowIf(Interop.ErrorOf(opened));
        try
        {
            return new TargetFolder(opened, isNew);
        }
        catch
        {
            _ = Interop.close(opened);
            throw;
        }
    }
}
