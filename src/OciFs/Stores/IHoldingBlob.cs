namespace OciFs.Stores;

/// <summary>A blob made of files that their owner may remove: parts of it can be held against that.</summary>
internal interface IHoldingBlob : IBlob
{
    /// <summary>Keeps a part readable until what is returned is disposed. What cannot be held is left out.</summary>
    IDisposable Hold(long offset, long length);
}
