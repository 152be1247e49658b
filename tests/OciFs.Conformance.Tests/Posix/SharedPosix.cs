namespace OciFs.Conformance.Tests.Posix;

/// <summary>The tests that share one set of mounts of the POSIX tree.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPosix : ICollectionFixture<PosixMounts>
{
    public const string Name = "posix";
}
