namespace OciFs.Compression.Gzip;

/// <summary>What comes next in a gzip stream.</summary>
internal enum GzipPhase
{
    /// <summary>A member, or the end of the stream.</summary>
    Member,

    /// <summary>The header of a deflate block.</summary>
    Block,

    /// <summary>Bytes of a stored block.</summary>
    Stored,

    /// <summary>Symbols of a block with fixed or dynamic codes.</summary>
    Symbols,

    /// <summary>CRC-32 and length of the member.</summary>
    Trailer,

    /// <summary>Nothing.</summary>
    End,
}
