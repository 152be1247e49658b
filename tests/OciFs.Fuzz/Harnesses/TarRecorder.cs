using OciFs.Fuzz.Engine;
using OciFs.Tar;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Keeps what a scan tells, and checks what holds for every entry.</summary>
internal sealed class TarRecorder : ITarSink
{
    private bool _isOver;

    public List<string> Entries { get; } = [];

    public List<string> Common { get; } = [];

    public List<string> Problems { get; } = [];

    /// <summary>Scans an archive that comes in chunks of a length.</summary>
    public static TarRecorder Scan(ReadOnlySpan<byte> archive, int chunk)
    {
        var recorder = new TarRecorder();
        var scanner = new TarScanner(recorder);
        for (; !archive.IsEmpty; archive = archive[Math.Min(chunk, archive.Length)..])
            scanner.Write(archive[..Math.Min(chunk, archive.Length)]);
        scanner.Complete();
        return scanner.Ended ? recorder : throw new FindingException("a scan that does not end");
    }

    public void Entry(in TarEntry entry)
    {
        var last = 0L;
        foreach (var segment in entry.Segments)
        {
            Check(segment.Offset >= last && segment.Length >= 0 && segment.Length <= entry.Size - segment.Offset, "a run outside its file");
            last = segment.Offset + segment.Length;
        }

        Check(!_isOver, "an entry behind a fatal problem");
        Check(entry.DataOffset >= entry.HeaderOffset + 512 && entry.StoredSize >= 0 && entry.Size >= 0, "offsets out of order");
        Check(entry.DataOffset <= long.MaxValue - entry.StoredSize, "content beyond all offsets");
        Check(entry.Modified.Nanoseconds is >= 0 and < 1_000_000_000, "nanoseconds");
        Check(entry.Name.Length <= TarLimits.PathBytes && entry.LinkName.Length <= TarLimits.PathBytes, "a path over its limit");
        Entries.Add(SeenEntry.Full(entry));
        Common.Add(SeenEntry.Common(entry));
    }

    public void Problem(in TarProblem problem)
    {
        Check(!_isOver, "a problem behind a fatal one");
        _isOver = problem.IsFatal;
        Problems.Add($"{problem.HeaderOffset} {problem.ToString()}");
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new FindingException(what);
    }
}
