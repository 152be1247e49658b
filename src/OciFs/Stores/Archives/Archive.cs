using System.Diagnostics;
using OciFs.Compression;

namespace OciFs.Stores.Archives;

/// <summary>
/// An archive file, open and scanned, as it was at one moment. Counted: whoever opened it holds it once, each open blob once, and the file
/// is closed with the last <see cref="Release"/>. Any thread.
/// </summary>
internal sealed class Archive
{
    /// <summary>What takes longer than this is not done at every look at a file that is being written.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(10);

    // Ten ticks of the slowest clock that a Linux file system takes times from. Where a scan is long this has to be enough: FAT, which ticks
    // slower, is no place for such archives, and what is read is checked against the scan.
    private static readonly TimeSpan Ticked = TimeSpan.FromMilliseconds(100);

    // A file that is being written changes between two looks; its scan is then looked into again by who follows it.
    private const int Attempts = 5;

    private readonly FileBlob _file;
    private readonly DecodedTar? _decoded;
    private readonly IDisposable? _indexMemory;
    private int _holders = 1;

    private Archive(string path, in FileStatus status, FileBlob file, ArchiveScan scan, IDisposable? indexMemory, MemoryBudget? memory)
    {
        Path = path;
        Status = status;
        Members = scan.Members;
        _file = file;
        _indexMemory = indexMemory;
        if (!scan.SeekIndex.IsEmpty)
        {
            _decoded = SeekIndex.TryOpen(scan.SeekIndex, out var index) && index!.CompressedLength <= file.Length
                ? new DecodedTar(file, index, memory)
                : throw new OciFsException(OciFsError.Invalid, $"{path}: the index made of this archive does not open");
        }
    }

    /// <summary>The file's full path when it was opened.</summary>
    public string Path { get; }

    /// <summary>The file when it was scanned.</summary>
    public FileStatus Status { get; }

    /// <summary>Whether the file had been left alone before it was scanned: as long as its status is the same, so are its bytes.</summary>
    public bool WasSettled { get; private init; }

    /// <summary>Whether the scan took long.</summary>
    public bool WasSlow { get; private init; }

    /// <summary>Its members.</summary>
    public ArchiveMembers Members { get; }

    /// <summary>The tar, decompressed.</summary>
    public IByteSource Tar => (IByteSource?)_decoded ?? _file;

    /// <summary>Opens and scans an archive, or takes the scan from the cache.</summary>
    /// <exception cref="OciFsException">There is no such file, it cannot be read or is no archive.</exception>
    public static Archive Open(string path, StoreOptions options)
    {
        path = System.IO.Path.GetFullPath(path);
        for (var attempt = 1; ; attempt++)
        {
            var status = FileStatus.Of(path);
            var file = OpenFile(path);
            var kept = false;
            try
            {
                // What was at the path before and is there now is what was opened.
                if (attempt < Attempts && (status is null || FileStatus.Of(path) != status))
                {
                    continue;
                }

                var before = status ?? throw new OciFsException(OciFsError.Unavailable, $"{path}: cannot be read: it comes and goes");
                var archive = Scan(path, before, file, options);
                kept = true;
                return archive;
            }
            catch (IOException error)
            {
                throw new OciFsException(OciFsError.Unavailable, $"{path}: cannot be read: {error.Message}", error);
            }
            finally
            {
                if (!kept)
                {
                    file.Dispose();
                }
            }
        }
    }

    /// <summary>Holds the archive once more; false where it is closed already.</summary>
    public bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go of the archive.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _decoded?.Dispose();
            _indexMemory?.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>A member as a blob, which holds the archive by itself. To be called by who holds it.</summary>
    public MemberBlob OpenMember(in ArchiveMember member)
    {
        Debug.Assert(_holders > 0, "nobody holds the archive");
        Interlocked.Increment(ref _holders);
        return new MemberBlob(this, member);
    }

    /// <summary>Reads a whole member that is a document.</summary>
    /// <exception cref="OciFsException">It cannot be read, or is over <see cref="Limits.DocumentBytes"/>.</exception>
    public byte[] Read(in ArchiveMember member)
    {
        if (member.Length > Limits.DocumentBytes)
        {
            throw new OciFsException(
                OciFsError.LimitExceeded, $"{Path}: {member.Name}: {member.Length} bytes (a document has at most {Limits.DocumentBytes})");
        }

        try
        {
            var bytes = new byte[member.Length];
            return Tar.ReadAt(member.Offset, bytes) == bytes.Length
                ? bytes
                : throw new OciFsException(OciFsError.Unavailable, $"{Path}: {member.Name}: the file has become shorter");
        }
        catch (IOException error)
        {
            throw Unreadable(member, error);
        }
    }

    /// <summary>That a member cannot be read.</summary>
    public OciFsException Unreadable(in ArchiveMember member, IOException error) =>
        new(OciFsError.Unavailable, $"{Path}: {member.Name}: cannot be read: {error.Message}", error);

    /// <summary>Reads a document that has to be there.</summary>
    /// <param name="name">The member.</param>
    /// <param name="form">What the archive is not without it.</param>
    /// <exception cref="OciFsException">As <see cref="Read"/>; or there is none.</exception>
    public byte[] ReadRequired(string name, string form) => Members.TryFind(name, out var member, out var why)
        ? Read(member)
        : throw new OciFsException(OciFsError.Invalid, $"{Path}: {why} (not {form}{(Members.Problems is [.., var last] ? $"; {last}" : "")})");

    private static FileBlob OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new OciFsException(OciFsError.Invalid, $"{path}: a folder, not an archive");
        }

        var handle = StoreFile.Open(path, path, "no such file");
        try
        {
            return new FileBlob(handle);
        }
        catch (IOException error)
        {
            handle.Dispose();
            throw new OciFsException(OciFsError.Unavailable, $"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static Archive Scan(string path, in FileStatus status, FileBlob file, StoreOptions options)
    {
        var cache = options.Cache;
        if (cache is not null && ArchiveRecord.TryOpen(cache, status, out var memory) is { } known)
        {
            return new Archive(path, status, file, known, memory, options.Memory) { WasSettled = true };
        }

        var (wasSettled, hadTicked) = (status.IsSettled, status.IsUnchangedFor(Ticked));
        var begun = Stopwatch.GetTimestamp();
        var scan = ArchiveScan.Of(file, path, options.Meter);
        var wasSlow = Stopwatch.GetElapsedTime(begun) > Quick;
        if (cache is not null && wasSettled)
        {
            ArchiveRecord.TryKeep(cache, status, scan);
        }

        return new Archive(path, status, file, scan, null, options.Memory) { WasSettled = wasSettled || (wasSlow && hadTicked), WasSlow = wasSlow };
    }
}
