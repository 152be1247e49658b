using OciFs.Images;

namespace OciFs.Searching;

/// <summary>Which contents of one tree a search has hashed already: a file of several names is read once. Bounded; one thread.</summary>
/// <param name="known">Whether a file is known to have the SHA-256 that is searched for; false where that is not known.</param>
internal sealed class ContentMemory(Func<FileNode, bool>? known = null)
{
    // What is beyond is read again.
    private const int Most = 1 << 16;

    private readonly Dictionary<ulong, bool> _read = [];

    /// <summary>Whether a file has a SHA-256.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hash">The SHA-256.</param>
    /// <param name="read">Reads it and tells.</param>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    public bool IsHash(FileNode file, byte[] hash, Func<FileNode, byte[], bool> read)
    {
        if (known?.Invoke(file) is true)
        {
            return true;
        }

        if (_read.TryGetValue(file.Id.Value, out var isHash))
        {
            return isHash;
        }

        isHash = read(file, hash);
        if (_read.Count < Most)
        {
            _read.Add(file.Id.Value, isHash);
        }

        return isHash;
    }
}
