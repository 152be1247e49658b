using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>What is known of an image layout in a tar.</summary>
internal sealed record OciArchiveState : ArchiveState
{
    /// <summary>What the archive is not when something is missing.</summary>
    private const string Form = "an OCI image archive";

    /// <summary>Its <c>index.json</c>.</summary>
    public required LayoutIndex Index { get; init; }

    /// <summary>Reads <c>oci-layout</c> and <c>index.json</c>.</summary>
    /// <exception cref="OciFsException">They are missing or not sound.</exception>
    public static OciArchiveState Read(Archive archive, OciArchiveState? last)
    {
        LayoutVersion.Check(archive.ReadRequired("oci-layout", Form), $"{archive.Path}: oci-layout");
        var index = LayoutIndex.Parse(archive.ReadRequired("index.json", Form), $"{archive.Path}: index.json", last?.Index);
        var isSame = ReferenceEquals(index, last?.Index) && last.Archive.Members.Problems.SequenceEqual(archive.Members.Problems, StringComparer.Ordinal);
        return new OciArchiveState
        {
            Archive = archive,
            Index = index,
            Listing = isSame ? last!.Listing : WithProblemsOf(archive, index.Listing),
        };
    }

    /// <summary>The member of a blob.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>.</exception>
    public ArchiveMember Find(Digest digest) => TryFind(digest, out var member, out var why)
        ? member
        : throw new OciFsException(OciFsError.NotFound, $"{digest}: the archive {Archive.Path} does not have this blob: {why} (make the archive again)");

    /// <inheritdoc cref="ArchiveMembers.TryFind"/>
    public bool TryFind(Digest digest, out ArchiveMember member, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? why) =>
        Archive.Members.TryFind($"blobs/{digest.AlgorithmName}/{digest.Hex}", out member, out why);
}
