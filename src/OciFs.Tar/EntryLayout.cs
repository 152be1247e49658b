namespace OciFs.Tar;

/// <summary>What lies between an entry's header and its content.</summary>
internal enum EntryLayout
{
    /// <summary>Nothing: all there is to know is known.</summary>
    Plain,

    /// <summary>Nothing, and the PAX records have the sparse map (versions 0.0 and 0.1).</summary>
    MapInRecords,

    /// <summary>The sparse map as text, at the start of the content (PAX version 1.0).</summary>
    MapInContent,

    /// <summary>Blocks that continue the header's sparse map (old GNU).</summary>
    GnuBlocks,
}
