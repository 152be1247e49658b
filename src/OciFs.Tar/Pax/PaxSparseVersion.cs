namespace OciFs.Tar.Pax;

/// <summary>Where a PAX archive keeps the map of a sparse file.</summary>
internal enum PaxSparseVersion
{
    /// <summary>The file is not sparse.</summary>
    None,

    /// <summary>In the PAX header: versions 0.0 and 0.1.</summary>
    MapInRecords,

    /// <summary>As decimal lines before the content: version 1.0.</summary>
    MapInContent,
}
