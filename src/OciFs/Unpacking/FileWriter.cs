using OciFs.Images;
using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>Writes regular files of an image into folders of the host, holes as holes. One thread.</summary>
/// <param name="options">How.</param>
/// <param name="keeper">Gives attributes, where all is kept.</param>
internal sealed class FileWriter(CopyOptions options, AttributeKeeper keeper)
{
    private const int BufferBytes = 1 << 20;
    private const uint OnlyOwner = 0x180; // 0600
    private const uint Permissions = 0x1FF; // 0777

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Makes a file, whole, or leaves nothing.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">Its name, with a NUL behind it.</param>
    /// <param name="replaced">The file whose mode and owner it takes; null where it has those of the image.</param>
    /// <param name="node">The file in the image.</param>
    /// <param name="attributes">What stat tells of that.</param>
    /// <returns>The number of the error by which the name could not be taken, or 0.</returns>
    /// <exception cref="TargetException">It cannot be written.</exception>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    public int TryWrite(TargetFolder folder, byte[] name, ReplacedFile? replaced, FileNode node, in NodeAttributes attributes)
    {
        const int flags = Interop.O_WRONLY | Interop.O_CREAT | Interop.O_EXCL | Interop.O_CLOEXEC;
        var mode = options.KeepsAll || replaced is not null ? OnlyOwner : attributes.Mode & Permissions;
        var file = Interop.openat(folder.Descriptor, name, flags | Interop.O_NOFOLLOW, mode);
        if (file < 0)
        {
            return Interop.ErrorOf(file);
        }

        var isWhole = false;
        try
        {
            WriteContent(file, node, attributes.Size);
            if (options.KeepsAll)
            {
                keeper.Apply(file, node, attributes, isNew: true);
            }

            replaced?.GiveTo(file);
            TargetFile.Close(ref file);
            isWhole = true;
            return 0;
        }
        finally
        {
            if (!isWhole)
            {
                _ = file < 0 ? 0 : Interop.close(file);
                _ = Interop.unlinkat(folder.Descriptor, name, 0);
            }
        }
    }

    private void WriteContent(int file, FileNode node, long size)
    {
        if (size == 0)
        {
            return;
        }

        using var content = node.OpenRead();
        long end = 0;
        foreach (var range in node.DataRanges())
        {
            content.Position = range.Start;
            for (end = range.Start; end < range.End;)
            {
                var count = content.Read(_buffer.AsSpan(0, (int)Math.Min(BufferBytes, range.End - end)));
                Write(file, _buffer.AsSpan(0, count > 0 ? count : throw new OciFsException(OciFsError.Unavailable, "the file ends too early")), end);
                end += count;
            }
        }

        if (end < size)
        {
            TargetException.ThrowIf(Interop.ErrorOf(Interop.ftruncate(file, size)));
        }
    }

    private unsafe void Write(int file, ReadOnlySpan<byte> bytes, long place)
    {
        options.End.ThrowIfCancellationRequested();
        options.Work?.Advance(bytes.Length);
        fixed (byte* start = bytes)
        {
            for (nint written = 0; written < bytes.Length;)
            {
                var count = Interop.pwrite(file, start + written, (nuint)(bytes.Length - written), place + written);
                if (count < 0 && Interop.ErrorOf(count) is not Interop.EINTR and var error)
                {
                    throw new TargetException(error);
                }

                written += Math.Max(0, count);
            }
        }
    }
}
