using System.Security.Cryptography;

namespace OciFs.Stores;

/// <summary>
/// A document of a store, parsed: the same object while the file is the same. Used by one thread at a time, as
/// <see cref="FollowedState{TState}"/> reads.
/// </summary>
/// <typeparam name="T">What is made of it.</typeparam>
/// <param name="place">The file.</param>
/// <param name="parse">Makes it of the file's bytes; throws <see cref="OciFsException"/> where they are not sound.</param>
/// <param name="absent">What is known where there is no file.</param>
internal sealed class ParsedFile<T>(StorePlace place, Func<byte[], T> parse, T absent)
    where T : class
{
    private FileStatus? _status;
    private byte[]? _hash;
    private T? _last;

    /// <summary>The file.</summary>
    public string Path => place.Path;

    /// <summary>What the file says now.</summary>
    /// <exception cref="OciFsException">It cannot be read or is not sound.</exception>
    public T Read()
    {
        var status = place.Status;
        if (status is null)
        {
            (_status, _hash, _last) = (null, null, null);
            return absent;
        }

        if (_last is { } known && status == _status)
        {
            return known;
        }

        var raw = StoreFile.ReadDocument(place, "gone while it was to be read");
        var hash = SHA256.HashData(raw);
        _last = _last is { } same && hash.AsSpan().SequenceEqual(_hash) ? same : parse(raw);
        _hash = hash;

        // Not yet settled, it may be written again under the same status: it is read again.
        _status = status.Value.IsSettled ? status : null;
        return _last;
    }
}
