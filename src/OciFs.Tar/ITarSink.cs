namespace OciFs.Tar;

/// <summary>
/// Takes what a <see cref="TarScanner"/> finds, in the order of the archive, on the caller's thread. An exception that it throws leaves
/// through <see cref="TarScanner.Write"/>; the scanner is then of no further use.
/// </summary>
public interface ITarSink
{
    /// <summary>
    /// An entry, told as soon as its header is complete: its content comes later and may turn out to be cut, which
    /// <see cref="TarProblemKind.Truncated"/> with the same header offset then tells.
    /// </summary>
    void Entry(in TarEntry entry);

    /// <summary>Something that is wrong. After a fatal one nothing else comes.</summary>
    void Problem(in TarProblem problem);
}
