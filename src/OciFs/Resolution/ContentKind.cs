namespace OciFs.Resolution;

/// <summary>What content is, as far as it leads to other content.</summary>
public enum ContentKind
{
    /// <summary>None of those below: it leads nowhere that is known.</summary>
    Unknown,

    /// <summary>Image index or manifest list: leads to manifests and indexes.</summary>
    Index,

    /// <summary>Manifest of an image or an artifact: leads to a config and to layers, or to the artifact's blobs.</summary>
    Manifest,

    /// <summary>Image configuration: leads nowhere.</summary>
    Config,

    /// <summary>Layer of an image: leads nowhere.</summary>
    Layer,
}
