using System.Runtime.CompilerServices;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>What is done with each opcode. Complete by a check at start-up: every member of <see cref="FuseOpcode"/> has one row.</summary>
internal static class OperationTable
{
    private static readonly Operation[] Rows =
    [
        new(FuseOpcode.FUSE_LOOKUP, NodeOperations.Lookup, EndsWithName: true),
        new(FuseOpcode.FUSE_GETATTR, NodeOperations.GetAttributes),
        new(FuseOpcode.FUSE_READLINK, NodeOperations.ReadLink),
        new(FuseOpcode.FUSE_STATFS, NodeOperations.StatFs),
        new(FuseOpcode.FUSE_READ, FileOperations.Read, Unsafe.SizeOf<fuse_read_in>()),
        new(FuseOpcode.FUSE_LSEEK, FileOperations.Seek, Unsafe.SizeOf<fuse_lseek_in>()),
        new(FuseOpcode.FUSE_OPEN, FileOperations.Open),
        new(FuseOpcode.FUSE_RELEASE, FileOperations.Release, Unsafe.SizeOf<fuse_release_in>()),
        new(FuseOpcode.FUSE_READDIR, DirectoryOperations.Read, Unsafe.SizeOf<fuse_read_in>()),
        new(FuseOpcode.FUSE_READDIRPLUS, DirectoryOperations.ReadPlus, Unsafe.SizeOf<fuse_read_in>()),
        new(FuseOpcode.FUSE_OPENDIR, DirectoryOperations.Open),
        new(FuseOpcode.FUSE_RELEASEDIR, Done),
        new(FuseOpcode.FUSE_GETXATTR, XattrOperations.Get, Unsafe.SizeOf<fuse_getxattr_in>(), EndsWithName: true),
        new(FuseOpcode.FUSE_LISTXATTR, XattrOperations.List, Unsafe.SizeOf<fuse_getxattr_in>()),

        new(FuseOpcode.FUSE_INIT, ConnectionOperations.Init),
        new(FuseOpcode.FUSE_INTERRUPT, ConnectionOperations.Interrupt, Unsafe.SizeOf<fuse_interrupt_in>(), Reply: ReplyRule.OnError),
        new(FuseOpcode.FUSE_DESTROY, Done),
        // Node ids are stable: there is nothing to forget.
        new(FuseOpcode.FUSE_FORGET, Done, Reply: ReplyRule.Never),
        new(FuseOpcode.FUSE_BATCH_FORGET, Done, Reply: ReplyRule.Never),
        // Answers a notification that is never sent.
        new(FuseOpcode.FUSE_NOTIFY_REPLY, Done, Reply: ReplyRule.Never),

        // ENOSYS is remembered by the kernel: it does these itself from then on, or fails them.
        new(FuseOpcode.FUSE_ACCESS, NotImplemented),
        new(FuseOpcode.FUSE_FLUSH, NotImplemented),
        new(FuseOpcode.FUSE_FSYNC, NotImplemented),
        new(FuseOpcode.FUSE_FSYNCDIR, NotImplemented),
        new(FuseOpcode.FUSE_POLL, NotImplemented),
        new(FuseOpcode.FUSE_BMAP, NotImplemented),
        new(FuseOpcode.FUSE_STATX, NotImplemented),
        new(FuseOpcode.FUSE_SYNCFS, NotImplemented),
        new(FuseOpcode.FUSE_GETLK, NotImplemented),
        new(FuseOpcode.FUSE_SETLK, NotImplemented),
        new(FuseOpcode.FUSE_SETLKW, NotImplemented),
        new(FuseOpcode.FUSE_SETUPMAPPING, NotImplemented),
        new(FuseOpcode.FUSE_REMOVEMAPPING, NotImplemented),
        new(FuseOpcode.FUSE_IOCTL, NoSuchControl),

        new(FuseOpcode.FUSE_SETATTR, ReadOnly),
        new(FuseOpcode.FUSE_SYMLINK, ReadOnly),
        new(FuseOpcode.FUSE_MKNOD, ReadOnly),
        new(FuseOpcode.FUSE_MKDIR, ReadOnly),
        new(FuseOpcode.FUSE_UNLINK, ReadOnly),
        new(FuseOpcode.FUSE_RMDIR, ReadOnly),
        new(FuseOpcode.FUSE_RENAME, ReadOnly),
        new(FuseOpcode.FUSE_RENAME2, ReadOnly),
        new(FuseOpcode.FUSE_LINK, ReadOnly),
        new(FuseOpcode.FUSE_WRITE, ReadOnly),
        new(FuseOpcode.FUSE_CREATE, ReadOnly),
        new(FuseOpcode.FUSE_TMPFILE, ReadOnly),
        new(FuseOpcode.FUSE_FALLOCATE, ReadOnly),
        new(FuseOpcode.FUSE_COPY_FILE_RANGE, ReadOnly),
        new(FuseOpcode.FUSE_COPY_FILE_RANGE_64, ReadOnly),
        new(FuseOpcode.FUSE_SETXATTR, ReadOnly),
        new(FuseOpcode.FUSE_REMOVEXATTR, ReadOnly),
    ];

    private static readonly Operation Unknown = new(default, NotImplemented);

    private static readonly Operation?[] ByOpcode = Build();

    /// <summary>One more than the largest opcode.</summary>
    public static int Length => ByOpcode.Length;

    /// <summary>The row of an opcode.</summary>
    /// <param name="opcode">As it came from the kernel.</param>
    /// <returns>The row; for an unknown opcode one that answers ENOSYS, whose own opcode is 0.</returns>
    public static Operation Find(uint opcode) => (opcode < (uint)ByOpcode.Length ? ByOpcode[opcode] : null) ?? Unknown;

    private static Operation?[] Build()
    {
        // Ascending.
        var opcodes = Enum.GetValues<FuseOpcode>();
        var table = new Operation?[(int)opcodes[^1] + 1];
        foreach (var row in Rows)
        {
            if (table[(int)row.Opcode] is not null)
                throw new InvalidOperationException($"{row.Name} has two rows");
            table[(int)row.Opcode] = row;
        }
        foreach (var opcode in opcodes)
        {
            if (table[(int)opcode] is null)
                throw new InvalidOperationException($"{opcode} has no row");
        }
        return table;
    }

    private static Errno Done(Dispatcher dispatcher, ref Exchange exchange) => Errno.None;

    private static Errno NotImplemented(Dispatcher dispatcher, ref Exchange exchange) => Errno.ENOSYS;

    private static Errno ReadOnly(Dispatcher dispatcher, ref Exchange exchange) => Errno.EROFS;

    private static Errno NoSuchControl(Dispatcher dispatcher, ref Exchange exchange) => Errno.ENOTTY;
}
