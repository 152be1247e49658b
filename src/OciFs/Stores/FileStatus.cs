namespace OciFs.Stores;

/// <summary>What a store wants to know of a file: symbolic links are followed.</summary>
/// <param name="IsRegular">Whether it is a regular file: reading anything else may wait for ever, or never end.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Identity">Which file it is: tells a new file of an old name.</param>
/// <param name="Modified">When its content was last written: nanoseconds since 1970, by the file system's clock.</param>
/// <param name="Changed">
/// When anything of it was last changed, which no program can set back; as <paramref name="Modified"/> where unknown.
/// </param>
internal readonly partial record struct FileStatus(bool IsRegular, long Length, ulong Identity, long Modified, long Changed)
{
    // File systems take a file's time from a clock that ticks every 1 to 10 ms (jiffies), FAT every 2 s: what was written this short before
    // it was read may have been written again since under the same time.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2.5);

    /// <summary>Whether the file is left alone long enough that any change from now on changes the status.</summary>
    public bool IsSettled => IsUnchangedFor(Settled);

    /// <summary>The status of a file; null where there is none, or none that can be seen.</summary>
    public static FileStatus? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : OfPortable(path);

    /// <summary>Whether the last change is longer ago than this.</summary>
    public bool IsUnchangedFor(TimeSpan time) => DateTime.UtcNow - DateTime.UnixEpoch - TimeSpan.FromMicroseconds(Changed / 1000) > time;

    private static FileStatus? OfPortable(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        var modified = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return new FileStatus(true, file.Length, (ulong)file.CreationTimeUtc.Ticks, modified, modified);
    }
}
