namespace OciFs.Compression.Zstd;

/// <summary>What our own reading of blocks throws.</summary>
internal static class TraceErrors
{
    public static CompressedDataException Corrupt(string what) =>
        new(CompressedDataError.Corrupt, $"zstd: {what}");
}
