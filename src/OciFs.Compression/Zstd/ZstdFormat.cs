namespace OciFs.Compression.Zstd;

/// <summary>Constants of RFC 8878.</summary>
internal static class ZstdFormat
{
    /// <summary>RFC 8878 §3.1.1, little-endian.</summary>
    public const uint FrameMagic = 0xFD2FB528;

    /// <summary>RFC 8878 §3.1.2: 16 values, the low four bits are free.</summary>
    public const uint SkippableMagic = 0x184D2A50;

    /// <summary>RFC 8878 §5: a dictionary of libzstd's form.</summary>
    public const uint DictionaryMagic = 0xEC30A437;

    /// <summary>Most bytes a frame header takes: magic 4, descriptor 1, window 1, dictionary ID 4, content size 8.</summary>
    public const int MaxFrameHeader = 18;

    /// <summary>Bytes of the content checksum, the low half of XXH64.</summary>
    public const int ChecksumSize = 4;

    /// <summary>Bytes of a block header.</summary>
    public const int BlockHeaderSize = 3;

    /// <summary>RFC 8878 §3.1.1.2.4: no block decodes to more, whatever the window.</summary>
    public const int MaxBlock = 128 << 10;

    /// <summary>Largest window as a power of two: <see cref="CompressionLimits.ZstdWindowBytes"/>.</summary>
    public const int MaxWindowLog = CompressionLimits.ZstdWindowLog;

    /// <summary>The same in bytes.</summary>
    public const int MaxWindow = CompressionLimits.ZstdWindowBytes;

    /// <summary>Smallest window a descriptor can name (RFC 8878 §3.1.1.1.2).</summary>
    public const int MinWindowLog = 10;
}
