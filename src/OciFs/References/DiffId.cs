namespace OciFs.References;

/// <summary>Digest of a layer's uncompressed tar (image-spec config.md, "Layer DiffID"); never that of the blob as stored.</summary>
/// <param name="Digest">The digest.</param>
public readonly record struct DiffId(Digest Digest)
{
    /// <summary>As the digest.</summary>
    public override string ToString() => Digest.ToString();
}
