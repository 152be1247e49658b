using OciFs.Compression;
using OciFs.References;

namespace OciFs.Layers;

/// <summary>
/// Which blocks of an open layer or blob could not be read, until they can be again. While nothing is wrong a read costs a look at one number. Any thread.
/// </summary>
/// <param name="blob">Named in the lines.</param>
/// <param name="changed">Told when the lines are others, by one thread at a time.</param>
internal sealed class ReadProblems(Digest blob, Action changed)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, string> _lines = [];
    private volatile int _count;
    private IReadOnlyList<string> _told = [];

    /// <summary>What is wrong now, each once.</summary>
    public IReadOnlyList<string> Lines => Volatile.Read(ref _told);

    /// <summary>Bytes were read, and checked.</summary>
    public void Passed(long offset, int count)
    {
        if (_count != 0 && count != 0)
        {
            Forget(offset, count);
        }
    }

    // Apart: what it hands on is allocated, which a read is not to be charged with.
    private void Forget(long offset, int count) =>
        Change(() =>
        {
            for (var block = offset / BlockCache.BlockSize; block <= (offset + count - 1) / BlockCache.BlockSize; block++)
            {
                _lines.Remove(block);
            }
        });

    /// <summary>A block could not be read; gives what is told of it.</summary>
    /// <param name="offset">Of a byte of the block.</param>
    /// <param name="error">Why.</param>
    public OciFsException Failed(long offset, OciFsException error)
    {
        var line = error.Error == OciFsError.Invalid
            ? $"{blob}: the blob has changed since it was indexed (fetch the image again)"
            : $"{blob}: the blob cannot be read: {error.InnerException?.Message ?? error.Message}";
        Change(() =>
        {
            // What is beyond the bound is met again when it is read again.
            if (_lines.Count < Limits.ProblemsPerLayer || _lines.ContainsKey(offset / BlockCache.BlockSize))
            {
                _lines[offset / BlockCache.BlockSize] = line;
            }
        });
        return new OciFsException(error.Error, line, error);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _count = _lines.Count;
            IReadOnlyList<string> lines = [.. _lines.Values.Distinct(StringComparer.Ordinal)];
            if (!lines.SequenceEqual(_told, StringComparer.Ordinal))
            {
                Volatile.Write(ref _told, lines);
                changed();
            }
        }
    }
}
