namespace OciFs.Compression.Gzip;

/// <summary>Why <see cref="InflateLoop.Run"/> came back.</summary>
internal enum InflateStop
{
    /// <summary>Input or output reached its limit; the place is between two symbols.</summary>
    Paused,

    /// <summary>The end of the block was read.</summary>
    EndOfBlock,

    /// <summary>No literal or length has such a codeword.</summary>
    BadLiteralLength,

    /// <summary>No distance has such a codeword.</summary>
    BadDistance,

    /// <summary>A match reaches behind the first byte there is.</summary>
    TooFarBack,
}
