namespace OciFs.Conformance.Tests.Mounts;

/// <summary>The tests that share one mount of the sample.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSample : ICollectionFixture<SampleMount>
{
    public const string Name = "sample";
}
