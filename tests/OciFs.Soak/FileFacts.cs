using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Soak;

/// <summary>What statx(2) tells of a file that has to be the same in a mount and in the unpacked tree.</summary>
internal readonly record struct FileFacts(ushort Mode, uint Links, uint User, uint Group, long Size, long Modified, uint ModifiedNanoseconds, uint DeviceMajor, uint DeviceMinor)
{
    private const int FormatMask = 0xF000;

    public bool IsDirectory => (Mode & FormatMask) == 0x4000;

    public bool IsRegular => (Mode & FormatMask) == 0x8000;

    public bool IsLink => (Mode & FormatMask) == 0xA000;

    /// <summary>Asks for a file, without following it.</summary>
    public static unsafe FileFacts Of(string path)
    {
        Span<byte> told = stackalloc byte[256];
        fixed (byte* buffer = told)
        {
            int result;
            do
                result = Native.statx(Native.AT_FDCWD, path, Native.AT_SYMLINK_NOFOLLOW, Native.STATX_BASIC_STATS, buffer);
            while (result != 0 && Native.WasInterrupted);
            if (result != 0)
                throw new Mismatch($"statx {path}: errno {Marshal.GetLastPInvokeError()}");
        }
        // struct statx of linux/stat.h.
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(told[28..]);
        var isDirectory = (mode & FormatMask) == 0x4000;
        return new FileFacts(
            mode,
            isDirectory ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(told[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(told[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(told[24..]),
            isDirectory ? 0 : BinaryPrimitives.ReadInt64LittleEndian(told[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(told[112..]),
            BinaryPrimitives.ReadUInt32LittleEndian(told[120..]),
            BinaryPrimitives.ReadUInt32LittleEndian(told[128..]),
            BinaryPrimitives.ReadUInt32LittleEndian(told[132..]));
    }
}
