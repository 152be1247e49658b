using System.IO.MemoryMappedFiles;

namespace OciFs.Layers;

/// <summary>A file of the cache folder that has no name, mapped at one place for all its life, which grows. Whoever made it disposes it.</summary>
/// <remarks>
/// The mapping reaches far beyond what is used. Room in the file is made by writing zeros: a disk that is full then fails a call, where
/// it would end the process by SIGBUS were a page of the mapping touched that has no room.
/// </remarks>
internal sealed unsafe class ScratchFile : IDisposable
{
    private const int Step = 1 << 20;

    private static readonly byte[] Zeros = new byte[Step];

    private readonly FileStream _stream;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private ScratchFile(FileStream stream)
    {
        _stream = stream;
        _file = MemoryMappedFile.CreateFromFile(
            stream, null, Limits.IndexBytesPerLayer, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, Limits.IndexBytesPerLayer, MemoryMappedFileAccess.ReadWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The first byte.</summary>
    public byte* Start => _start;

    /// <summary>Bytes that may be touched.</summary>
    public long Length { get; private set; }

    /// <summary>An empty one; null where the folder takes none.</summary>
    public static ScratchFile? TryCreate(CacheFolder folder)
    {
        var stream = folder.TryCreateNameless();
        if (stream is null)
        {
            return null;
        }

        try
        {
            return new ScratchFile(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream.Dispose();
            return null;
        }
    }

    /// <summary>Makes room; false where there is none.</summary>
    public bool TryGrow(long wanted)
    {
        try
        {
            while (Length < wanted)
            {
                RandomAccess.Write(_stream.SafeFileHandle, Zeros, Length);
                Length += Step;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _stream.Dispose();
    }
}
