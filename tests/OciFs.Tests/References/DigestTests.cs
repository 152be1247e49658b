using System.Text;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

public sealed class DigestTests
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData(DigestAlgorithm.Sha256, "sha256sum")]
    [InlineData(DigestAlgorithm.Sha512, "sha512sum")]
    public void Computes_what_coreutils_compute(DigestAlgorithm algorithm, string program)
    {
        using var folder = new TempFolder();
        int[] lengths = [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 100_003];
        var random = new Random(1);
        var contents = lengths.Select(length => new byte[length]).ToArray();
        for (var i = 0; i < contents.Length; i++)
        {
            random.NextBytes(contents[i]);
            File.WriteAllBytes(folder[$"{i:00}"], contents[i]);
        }

        var sums = Tool.Lines(Tool.Run(folder.Path, program, contents.Select((_, i) => $"{i:00}")));
        Assert.Equal(contents.Length, sums.Length);
        for (var i = 0; i < contents.Length; i++)
        {
            var expected = sums[i].Split(' ')[0];
            Assert.Equal($"{program[..^3]}:{expected}", Digest.Compute(algorithm, contents[i]).ToString());
            Assert.Equal(expected, InPieces(algorithm, contents[i]).Hex);
        }
    }

    [Fact]
    public void Hasher_begins_anew_after_finish()
    {
        using var hasher = Digest.CreateHasher(DigestAlgorithm.Sha256);
        hasher.Append("a"u8);
        var first = hasher.Finish();
        hasher.Append("a"u8);
        Assert.Equal(first, hasher.Finish());
    }

    [Theory]
    [InlineData("sha256:" + Zeros)]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha512:" + Zeros + Zeros)]
    public void Parses_and_writes_the_same(string text)
    {
        Assert.Equal(text, Digest.Parse(text).ToString());
        Assert.Equal(text, Digest.Parse(Encoding.UTF8.GetBytes(text)).ToString());
        Assert.Equal(text.Split(':')[0], Digest.Parse(text).AlgorithmName);
        Assert.Equal(text.Split(':')[1], Digest.Parse(text).Hex);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256:")]
    [InlineData(Zeros)]
    [InlineData("sha256:" + Zeros + "0")]
    [InlineData("sha256:" + Zeros + Zeros)]
    [InlineData("sha512:" + Zeros)]
    [InlineData("sha384:" + Zeros)]
    [InlineData("SHA256:" + Zeros)]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../../../etc/passwd")]
    [InlineData("sha256:000000000000000000000000000000000000000000000000000000000000000\u0660")]
    [InlineData("sha256:000000000000000000000000000000000000000000000000000000000000000\n")]
    public void Refuses(string text)
    {
        Assert.False(Digest.TryParse(text, out _));
        Assert.False(Digest.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => Digest.Parse(text)).Error);
    }

    [Fact]
    public void No_digest_equals_none_that_is()
    {
        Assert.NotEqual(default, Digest.Parse("sha256:" + Zeros));
        Assert.Equal(string.Empty, default(Digest).Hex);
        Assert.False(Digest.TryParse((string?)null, out _));
    }

    private static Digest InPieces(DigestAlgorithm algorithm, byte[] content)
    {
        using var hasher = Digest.CreateHasher(algorithm);
        for (var at = 0; at < content.Length; at += 1000)
        {
            hasher.Append(content.AsSpan(at, Math.Min(1000, content.Length - at)));
        }

        return hasher.Finish();
    }
}
