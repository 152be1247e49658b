using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>The edge cases, given and generated, mounted once.</summary>
public sealed class CorpusMount : IDisposable
{
    private readonly MountPoint given = MountPoint.Of($"oci:{Corpora.Given.Layout}");
    private readonly MountPoint built = MountPoint.Of($"oci:{Corpora.Built.Layout}");

    /// <summary>The folder of the image of a case.</summary>
    public string this[string name] => (Corpora.Having(name) == Corpora.Given ? given : built)[$"images/{name}"];

    public void Dispose()
    {
        given.Dispose();
        built.Dispose();
    }
}
