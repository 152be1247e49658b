using System.Collections.Immutable;
using OciFs.Images;
using OciFs.References;
using OciFs.Views;

namespace OciFs.Searching;

/// <summary>What a file has to meet to be found: all of it. Without any condition every file is found. Tests may be asked by any thread.</summary>
public sealed record FileConditions
{
    /// <summary>Tests of its last name; that of the root is <c>/</c>.</summary>
    public ImmutableArray<BytesTest> Names { get; init; } = [];

    /// <summary>Tests of its path, as it is given: behind that of the place where the search began.</summary>
    public ImmutableArray<BytesTest> Paths { get; init; } = [];

    /// <summary>What it may be; empty for anything.</summary>
    public ImmutableArray<FileKind> Kinds { get; init; } = [];

    /// <summary>Tests of its bytes, as stat tells them.</summary>
    public ImmutableArray<Predicate<long>> Sizes { get; init; } = [];

    /// <summary>
    /// Tests of what stat tells of it. Each is made for the root file system, or tree, that is searched: it may have to look something up there.
    /// </summary>
    public ImmutableArray<Func<FileNode, Predicate<NodeAttributes>>> Attributes { get; init; } = [];

    /// <summary>Extended attributes that it has; with a value, of that value.</summary>
    public ImmutableArray<KeyValuePair<FileName, ImmutableArray<byte>?>> Xattrs { get; init; } = [];

    /// <summary>The SHA-256 of its content: it is a regular file then. Null for any.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>Number of the layer that brought it, as <c>user.ocifs.layer</c> tells; null for any.</summary>
    public int? Layer { get; init; }

    /// <summary>Whether it is a regular file without bytes, or a directory without names.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Directories between it and where the search began, at least; 0 is where it began.</summary>
    public int LeastDepth { get; init; }

    /// <summary>As <see cref="LeastDepth"/>, at most; directories there are not looked into.</summary>
    public int MostDepth { get; init; } = int.MaxValue;
}
