using OciFs.Images;
using OciFs.Views;

namespace OciFs.Searching;

/// <summary>A file that a search came by.</summary>
public sealed class FileMatch
{
    private NodeAttributes? _attributes;

    internal FileMatch(byte[] path, int depth, FileKind kind, FileNode node) => (Path, Depth, Kind, Node) = (path, depth, kind, node);

    /// <summary>Its path: that of the place where the search began, and behind it the names that lead on.</summary>
    public ReadOnlyMemory<byte> Path { get; }

    /// <summary>Directories between it and where the search began; 0 is where it began.</summary>
    public int Depth { get; }

    /// <summary>What it is.</summary>
    public FileKind Kind { get; }

    /// <summary>The file.</summary>
    public FileNode Node { get; }

    /// <summary>What stat tells of it; asked once.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public NodeAttributes Attributes => _attributes ??= Node.Attributes;
}
