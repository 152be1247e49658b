namespace OciFs.Compression.Gzip;

/// <summary>Where a seek point of a gzip stream stands, as <see cref="SeekPoint.Flags"/> says it.</summary>
internal enum GzipPointKind
{
    /// <summary>At the header of a member; no state.</summary>
    Member = 0,

    /// <summary>At the header of a block; the state is a <see cref="SparseWindow"/>.</summary>
    Block = 1,

    /// <summary>
    /// Between two symbols of a block; the state is the bit at which the block's header begins (i64), then a <see cref="SparseWindow"/>.
    /// </summary>
    Symbol = 2,
}
