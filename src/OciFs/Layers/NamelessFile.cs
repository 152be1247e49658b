using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Layers;

/// <summary>A file that has no name until it is whole (open(2), O_TMPFILE): nothing is left of it where its maker is ended before, by whatever.</summary>
internal static partial class NamelessFile
{
    // asm-generic/fcntl.h; O_DIRECTORY, a part of O_TMPFILE, has another value on ARM.
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const int Temporary = 0x400000;
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int FollowLink = 0x400; // AT_SYMLINK_FOLLOW

    // Its owner's alone.
    private const uint Mode = 0x180;

    private static int Directory => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>Creates an empty one for reading and writing; null where the file system does not have such files.</summary>
    /// <param name="folder">Where it will have its name.</param>
    public static FileStream? TryCreate(string folder)
    {
        var descriptor = open(folder, ReadWrite | CloseOnExec | Temporary | Directory, Mode);
        return descriptor < 0 ? null : new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, 0);
    }

    /// <summary>Gives it its name, which nothing has yet; false where that cannot be done.</summary>
    public static bool TryName(FileStream file, string path) =>
        linkat(CurrentFolder, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", CurrentFolder, path, FollowLink) == 0;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int linkat(int fromFolder, string from, int toFolder, string to, int flags);
}
