using System.Runtime.InteropServices;

namespace OciFs.Stores;

/// <summary>By statx(2), whose structure is the same on every architecture (kernel linux/stat.h), unlike that of stat(2).</summary>
internal readonly partial record struct FileStatus
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    internal const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const ushort TypeMask = 0xf000; // S_IFMT
    private const ushort RegularFile = 0x8000; // S_IFREG

    private static unsafe FileStatus? OfLinux(string path)
    {
        StatX status;
        return statx(CurrentFolder, path, 0, BasicStats, &status) != 0 ? null : From(status);
    }

    /// <summary>The status of what a descriptor is of; null where that cannot be told.</summary>
    internal static unsafe FileStatus? OfOpen(int file)
    {
        StatX status;
        return statx(file, string.Empty, EmptyPath, BasicStats, &status) != 0 ? null : From(status);
    }

    private static FileStatus From(in StatX status) => new(
        (status.Mode & TypeMask) == RegularFile,
        (long)status.Size,
        IdentityOf(status),
        (status.ModifiedSeconds * 1_000_000_000) + status.ModifiedNanoseconds,
        (status.ChangedSeconds * 1_000_000_000) + status.ChangedNanoseconds);

    private static ulong IdentityOf(in StatX status) =>
        status.Inode ^ (((ulong)status.DeviceMajor << 52) | ((ulong)status.DeviceMinor << 32));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, StatX* status);

    /// <summary>The fields of <c>struct statx</c> that are read, at their places.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatX
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(128)]
        public uint SpecialMajor;

        [FieldOffset(132)]
        public uint SpecialMinor;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
