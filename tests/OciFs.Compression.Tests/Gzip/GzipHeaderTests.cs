using System.Text;

namespace OciFs.Compression.Tests.Gzip;

/// <summary>RFC 1952 §2.3, field by field.</summary>
public sealed class GzipHeaderTests
{
    private const byte Hcrc = 2;
    private const byte Extra = 4;
    private const byte Name = 8;
    private const byte Comment = 16;

    private static readonly byte[] Plain = Encoding.ASCII.GetBytes("a layer\n");

    [Theory]
    [InlineData(0)]
    [InlineData(1)] // FTEXT says nothing.
    [InlineData(Hcrc)]
    [InlineData(Extra)]
    [InlineData(Name)]
    [InlineData(Comment)]
    [InlineData(Hcrc | Extra | Name | Comment | 1)]
    public void Every_optional_field_is_passed_over_as_gzip_does(byte flags)
    {
        var member = Member(flags);
        Assert.Equal(Plain, Tool.Python("result = zlib.decompress(data, 31)", member)); // GNU gzip does not know FHCRC.
        Assert.Equal(Plain, Reading.Pass(new MemoryStream(member)).Bytes);
        Assert.Equal(Plain, Reading.Pass(new DribbleStream(member, 2)).Bytes);
    }

    [Fact]
    public void The_header_crc_is_checked()
    {
        var member = Member(Hcrc | Name);
        member[12] ^= 1; // Within the name.
        AssertError(CompressedDataError.Corrupt, "CRC of a member's header", member);
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void A_reserved_flag_is_refused(byte flag) => AssertError(CompressedDataError.Unsupported, "flags", Member(flag));

    [Fact]
    public void Another_method_than_deflate_is_refused()
    {
        var member = Member(0);
        member[2] = 7;
        AssertError(CompressedDataError.Unsupported, "method 7", member);
    }

    [Fact]
    public void Wrong_checksums_are_told_with_their_place()
    {
        var crc = Member(0);
        crc[^8] ^= 1;
        AssertError(CompressedDataError.Corrupt, $"CRC-32 of the member that ends at compressed byte {crc.Length}", crc);
        var length = Member(0);
        length[^1] ^= 1;
        AssertError(CompressedDataError.Corrupt, $"length of the member that ends at compressed byte {length.Length}", length);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x1F })]
    [InlineData(new byte[] { 0x1F, 0x8C, 8, 0 })]
    [InlineData(new byte[] { 0xFF })]
    public void What_follows_the_last_member_is_ignored_and_counted(byte[] behind)
    {
        byte[] stream = [.. Member(0), .. Member(Name), .. behind];
        var (bytes, index) = Reading.Pass(new MemoryStream(stream));
        Assert.Equal([.. Plain, .. Plain], bytes);
        Assert.Equal(stream.Length, index.CompressedLength);
    }

    [Fact]
    public void Much_garbage_is_read_to_its_end()
    {
        byte[] stream = [.. Member(0), .. new byte[1_000_000]];
        Assert.Equal(stream.Length, Reading.Index(stream).CompressedLength);
    }

    [Fact]
    public void A_member_behind_another_is_as_strict_as_the_first() =>
        AssertError(CompressedDataError.Truncated, "ends", [.. Member(0), .. Member(0)[..^1]]);

    private static void AssertError(CompressedDataError error, string part, byte[] stream)
    {
        var thrown = Assert.Throws<CompressedDataException>(() => Reading.Pass(new MemoryStream(stream)));
        Assert.Equal(error, thrown.Error);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }

    private static byte[] Member(byte flags)
    {
        List<byte> header = [.. Members.PlainHeader];
        header[3] = flags;
        if ((flags & Extra) != 0)
            header.AddRange([0x2C, 1, .. new byte[300]]);
        if ((flags & Name) != 0)
            header.AddRange([.. "layer.tar"u8, 0]);
        if ((flags & Comment) != 0)
            header.AddRange([.. new byte[5000].Select(_ => (byte)'x'), 0]);
        if ((flags & Hcrc) != 0)
        {
            var crc = Members.Crc(header.ToArray());
            header.AddRange([(byte)crc, (byte)(crc >> 8)]);
        }

        return [.. header, .. Members.Gzip(Plain)[10..]];
    }
}
