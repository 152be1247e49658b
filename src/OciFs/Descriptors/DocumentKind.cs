namespace OciFs.Descriptors;

/// <summary>What a document is.</summary>
public enum DocumentKind
{
    /// <summary>None of those below.</summary>
    Other,

    /// <summary>Image index or manifest list.</summary>
    Index,

    /// <summary>Image manifest, schema 2, or artifact manifest.</summary>
    Manifest,

    /// <summary>Image configuration.</summary>
    Config,

    /// <summary>Docker's manifest of schema 1, from before 2016: no config and no diff IDs.</summary>
    SchemaOne,
}
