using OciFs.Descriptors;

namespace OciFs.Stores;

/// <summary>
/// The <c>index.json</c> of a layout folder, followed: read again when its status says that it may have changed. Any thread; while nothing
/// changes, a look takes no lock.
/// </summary>
internal sealed class LayoutIndex
{
    // File systems take a file's time from a clock that ticks every 1 to 10 ms (jiffies), FAT every 2 s: what was written this short before
    // it was read may have been written again since under the same time.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2.5);

    // Programs that write the file in place do so in one or two writes: whoever meets it between them finds it whole this much later.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly string _path;
    private readonly Func<string, FileStatus?> _status;
    private readonly Lock _gate = new();
    private volatile Reading _last;

    /// <param name="path">The file.</param>
    /// <param name="status">Where its status comes from: <see cref="FileStatus.Of"/>, or a clock that a test has stopped.</param>
    /// <exception cref="OciFsException">The file cannot be read or is not sound.</exception>
    public LayoutIndex(string path, Func<string, FileStatus?> status)
    {
        _path = path;
        _status = status;
        _last = Read(null, Attempts);
    }

    /// <summary>The names now; the same instance while nothing changes.</summary>
    public StoreListing List()
    {
        var last = _last;
        if (last.IsStill(_status(_path)))
        {
            return last.Listing;
        }

        lock (_gate)
        {
            return (_last.IsStill(_status(_path)) ? _last : _last = ReadOrKeep(_last)).Listing;
        }
    }

    private Reading ReadOrKeep(Reading last)
    {
        var status = _status(_path);
        try
        {
            // Once per breakage is waited: a name is not to take long to look up because the file stays broken.
            return Read(last, last.IsBroken ? 1 : Attempts);
        }
        catch (OciFsException error)
        {
            var told = last.Listing.Problems is [var only] && only == error.Message;
            return new Reading(status, null, told ? last.Listing : last.Listing with { Problems = [error.Message] });
        }
    }

    private Reading Read(Reading? last, int attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            var status = _status(_path);
            try
            {
                var raw = StoreFile.ReadLayoutDocument(_path);
                if (status == _status(_path) || attempt == attempts)
                {
                    return new Reading(status, raw, last?.IsOf(raw) is true ? last.Listing : Parse(raw));
                }
            }
            catch (OciFsException) when (attempt < attempts && !IsSettled(status))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private StoreListing Parse(byte[] raw)
    {
        var problems = new List<string>();
        if (DocumentShape.Of(raw, _path) is not DocumentKind.Index)
        {
            throw new OciFsException(OciFsError.Invalid, $"{_path}: not an image index: it lists no manifests");
        }

        var index = ImageIndex.Parse(raw, _path, problems);
        return new StoreListing
        {
            Images = ImageNaming.Unique(index.Manifests, NameOf),
            Problems = [.. problems],
        };
    }

    // Where both stand, the second is but the tag (containerd, BuildKit).
    private static string? NameOf(Descriptor target) =>
        target.Annotations.TryGetValue(AnnotationKeys.ContainerdName, out var full) && full.Length > 0
            ? full
            : target.Annotations.GetValueOrDefault(AnnotationKeys.RefName);

    private static bool IsSettled(FileStatus? status) =>
        status is { } file && DateTime.UtcNow - DateTime.UnixEpoch - TimeSpan.FromMicroseconds(file.Changed / 1000) > Settled;

    /// <summary>One reading of the file. One of a file that had just been written is looked into again.</summary>
    /// <param name="status">The file's status before.</param>
    /// <param name="raw">Its bytes; null where they gave no listing.</param>
    /// <param name="listing">The listing.</param>
    private sealed class Reading(FileStatus? status, byte[]? raw, StoreListing listing)
    {
        private readonly bool _wasSettled = IsSettled(status);

        public bool IsBroken => raw is null;

        public StoreListing Listing => listing;

        public bool IsOf(ReadOnlySpan<byte> bytes) => raw is not null && bytes.SequenceEqual(raw);

        public bool IsStill(FileStatus? now) => _wasSettled && now == status;
    }
}
