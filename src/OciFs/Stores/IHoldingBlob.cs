namespace OciFs.Stores;

/// <summary>A blob made of files that their owner may remove: parts of it can be held against that.</summary>
internal interface IHoldingBlob : IBlob
{
    /// <summary>Keeps the files of a part open until what is returned is disposed. What cannot be held is left out.</summary>
    IDisposable Hold(long offset, long length);

    /// <summary>Reads of files that are open, and of nothing else: what others of their blocks were made of may be gone.</summary>
    /// <returns>False where a byte of it is of no open file.</returns>
    bool TryReadHeld(long offset, Span<byte> destination);
}
