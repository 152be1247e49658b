using OciFs.Compression;

namespace OciFs.Stores;

/// <summary>
/// An open blob, as its store has it: nothing is verified. Several threads may read it at once; whoever opened it disposes it, after the
/// last read.
/// </summary>
public interface IBlob : IByteSource, IDisposable;
