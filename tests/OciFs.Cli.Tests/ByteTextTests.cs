using System.Text;
using OciFs.Cli.Arguments;

namespace OciFs.Cli.Tests;

/// <summary>Words of the command line keep their bytes.</summary>
public sealed class ByteTextTests
{
    [Fact]
    public void All_bytes_come_back()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            Assert.Equal(bytes, ByteText.Encode(ByteText.Decode(bytes)));
        }
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("naïve/日本/🐳")]
    public void What_is_UTF8_is_itself(string text)
    {
        Assert.Equal(text, ByteText.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), ByteText.Encode(text));
    }
}
