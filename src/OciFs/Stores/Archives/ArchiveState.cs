namespace OciFs.Stores.Archives;

/// <summary>What is known of an archive at one moment.</summary>
internal abstract record ArchiveState : StoreState
{
    /// <summary>The file that it was read from. To be held while it is read (<see cref="FollowedArchive{TState}"/>).</summary>
    public required Archive Archive { get; init; }

    /// <summary>A listing with what is wrong with the file beside what is wrong with the images.</summary>
    protected static StoreListing WithProblemsOf(Archive archive, StoreListing listing) => archive.Members.Problems.IsEmpty
        ? listing
        : listing with { Problems = [.. archive.Members.Problems.Select(problem => $"{archive.Path}: {problem}"), .. listing.Problems] };
}
