using System.Buffers.Binary;

namespace OciFs.Reference.Posix;

/// <summary>What statx(2) tells of a file (linux/stat.h, struct statx: the same on every architecture).</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Device">Major and minor number of the file system.</param>
/// <param name="RawDevice">Major and minor number of a device node.</param>
public sealed record FileStatus(
    uint Mode, uint Uid, uint Gid, long Size, uint Links, ulong Inode, (uint Major, uint Minor) Device, (uint Major, uint Minor) RawDevice,
    TarTime Modified)
{
    internal const int StructureSize = 256;
    private const uint TypeMask = 0xf000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsSymlink => (Mode & TypeMask) == 0xa000;

    public bool IsFile => (Mode & TypeMask) == 0x8000;

    public bool IsDevice => TypeLetter is 'c' or 'b';

    /// <summary>Permission bits with setuid, setgid and sticky.</summary>
    public uint Permissions => Mode & 0xfff;

    /// <summary>One of f d l c b p s.</summary>
    public char TypeLetter => (Mode & TypeMask) switch
    {
        0x8000 => 'f',
        0x4000 => 'd',
        0xa000 => 'l',
        0x2000 => 'c',
        0x6000 => 'b',
        0x1000 => 'p',
        _ => 's',
    };

    internal static FileStatus Read(ReadOnlySpan<byte> statx) => new(
        Mode: BinaryPrimitives.ReadUInt16LittleEndian(statx[28..]),
        Uid: U32(statx, 20),
        Gid: U32(statx, 24),
        Size: I64(statx, 40),
        Links: U32(statx, 16),
        Inode: (ulong)I64(statx, 32),
        Device: (U32(statx, 136), U32(statx, 140)),
        RawDevice: (U32(statx, 128), U32(statx, 132)),
        Modified: new TarTime(I64(statx, 112), (int)U32(statx, 120)));

    private static long I64(ReadOnlySpan<byte> statx, int offset) => BinaryPrimitives.ReadInt64LittleEndian(statx[offset..]);

    private static uint U32(ReadOnlySpan<byte> statx, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(statx[offset..]);
}
