using System.Text;

namespace OciFs.Compression.Tests;

public sealed class CompressionFormatsTests
{
    [Theory]
    [InlineData("gzip", "-c", CompressionFormat.Gzip)]
    [InlineData("zstd", "-c", CompressionFormat.Zstd)]
    [InlineData("bzip2", "-c", CompressionFormat.Bzip2)]
    [InlineData("xz", "-c", CompressionFormat.Xz)]
    [InlineData("cat", "-", CompressionFormat.None)]
    public void Output_of_a_tool_is_told_by_its_magic(string tool, string argument, CompressionFormat expected) =>
        Assert.Equal(expected, CompressionFormats.Detect(Tool.Run(tool, [argument], "layer"u8.ToArray())));

    [Theory]
    [InlineData("502A4D18", CompressionFormat.Zstd)]
    [InlineData("5F2A4D18", CompressionFormat.Zstd)]
    [InlineData("602A4D18", CompressionFormat.None)]
    [InlineData("4F2A4D18", CompressionFormat.None)]
    [InlineData("502A4D", CompressionFormat.None)]
    [InlineData("28B52F", CompressionFormat.None)]
    [InlineData("1F", CompressionFormat.None)]
    [InlineData("FD377A585A", CompressionFormat.None)]
    [InlineData("", CompressionFormat.None)]
    public void Skippable_frames_are_zstd_and_cut_magics_nothing(string head, CompressionFormat expected) =>
        Assert.Equal(expected, CompressionFormats.Detect(Convert.FromHexString(head)));

    [Theory]
    [InlineData("BZh91AY")]
    [InlineData("\u00FD7zXZ\0\0")]
    public void Formats_that_are_not_decoded_are_named(string head)
    {
        var thrown = Assert.Throws<CompressedDataException>(() => IndexingReader.Open(new MemoryStream(Encoding.Latin1.GetBytes(head))));
        Assert.Equal(CompressedDataError.Unsupported, thrown.Error);
        Assert.Matches("^(Bzip2|Xz) ", thrown.Message);
    }
}
