using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

public sealed class ChainIdTests
{
    // image-spec config.md, "Layer ChainID", said in another language.
    private const string Chain = """
        import hashlib, sys
        chain = sys.argv[1]
        for diff_id in sys.argv[2:]:
            chain = 'sha256:' + hashlib.sha256((chain + ' ' + diff_id).encode()).hexdigest()
        print(chain)
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Is_what_the_spec_says(int layers)
    {
        DiffId[] diffIds = [.. Enumerable.Range(0, layers).Select(i => new DiffId(Digest.Compute(DigestAlgorithm.Sha256, [(byte)i])))];
        var expected = Tool.Run("/", "python3", ["-c", Chain, .. diffIds.Select(id => id.ToString())]).Trim();
        Assert.Equal(expected, ChainId.Of(diffIds).ToString());
    }

    [Fact]
    public void Sha512_layers_have_sha256_chains()
    {
        DiffId[] diffIds = [new(Digest.Compute(DigestAlgorithm.Sha512, "a"u8)), new(Digest.Compute(DigestAlgorithm.Sha512, "b"u8))];
        var expected = Tool.Run("/", "python3", ["-c", Chain, .. diffIds.Select(id => id.ToString())]).Trim();
        Assert.Equal(expected, ChainId.Of(diffIds).ToString());
    }

    [Fact]
    public void Nothing_has_none() => Assert.Throws<ArgumentException>(() => ChainId.Of([]));
}
