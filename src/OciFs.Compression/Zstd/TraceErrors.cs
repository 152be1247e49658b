namespace OciFs.Compression.Zstd;

/// <summary>What our own reading of blocks throws; caught by <see cref="FrameTracer"/>, for libzstd alone judges a stream.</summary>
internal static class TraceErrors
{
    public static CompressedDataException Corrupt(string what) =>
        new(CompressedDataError.Corrupt, $"zstd: {what}");
}
