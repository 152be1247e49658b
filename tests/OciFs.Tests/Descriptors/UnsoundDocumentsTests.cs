using OciFs.Descriptors;
using static OciFs.Tests.Descriptors.Documents;

namespace OciFs.Tests.Descriptors;

public sealed class UnsoundDocumentsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("\ufeff{}")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"manifests\":[]")]
    public void Not_an_object_is_invalid_for_all(string text)
    {
        Action[] parsers =
        [
            () => ParseIndex(text), () => ParseManifest(text), () => ParseConfig(text), () => DocumentShape.Of(Bytes(text), "here"),
        ];
        Assert.All(parsers, parse =>
        {
            var error = Refused(parse);
            Assert.Equal(OciFsError.Invalid, error.Error);
            Assert.StartsWith("here: ", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("\"size\":1", "\"size\":-1")]
    [InlineData("\"size\":1", "\"size\":4611686018427387905")]
    [InlineData("\"size\":1", "\"size\":99999999999999999999999")]
    [InlineData("\"size\":1", "\"size\":1.5")]
    [InlineData("\"size\":1", "\"size\":1e3")]
    [InlineData("\"size\":1", "\"size\":\"1\"")]
    [InlineData("\"size\":1", "\"size\":null")]
    [InlineData("\"size\":1", "\"other\":1")]
    [InlineData("\"size\":1", "\"size\":1,\"size\":1")]
    [InlineData("\"size\":1", "\"size\":1,\"annotations\":{\"a\":\"1\",\"a\":\"2\"}")]
    [InlineData("\"size\":1", "\"size\":1,\"annotations\":{\"a\":1}")]
    [InlineData("\"size\":1", "\"size\":1,\"annotations\":[]")]
    [InlineData("\"size\":1", "\"size\":1,\"platform\":\"linux\"")]
    [InlineData("\"size\":1", "\"size\":1,\"urls\":\"x\"")]
    [InlineData(SoundDigest, "sha256:0123")]
    [InlineData(SoundDigest, "sha1:0123456789012345678901234567890123456789")]
    [InlineData("\"" + SoundDigest + "\"", "null")]
    [InlineData("\"" + SoundDigest + "\"", "7")]
    [InlineData("\"m\"", "{}")]
    [InlineData(SoundEntry, "null")]
    [InlineData(SoundEntry, "\"x\"")]
    [InlineData(SoundEntry, "[]")]
    public void An_unsound_descriptor_is_invalid(string sound, string unsound)
    {
        Assert.Equal(OciFsError.Invalid, Refused(() => ParseIndex(SoundIndex.Replace(sound, unsound))).Error);
        Assert.Equal(OciFsError.Invalid, Refused(() => ParseManifest(SoundManifest.Replace(sound, unsound))).Error);
    }

    [Fact]
    public void The_greatest_size_is_sound() =>
        Assert.Equal(1L << 62, ParseIndex(SoundIndex.Replace("\"size\":1", "\"size\":4611686018427387904")).Manifests[0].Size);

    [Fact]
    public void A_size_beyond_the_greatest_is_told_with_it() => Assert.Contains(
        "4611686018427387905 (0 to 4611686018427387904)",
        Refused(() => ParseIndex(SoundIndex.Replace("\"size\":1", "\"size\":4611686018427387905"))).Message);

    [Theory]
    [InlineData("[\"" + SoundDigest + "\"]", "[null]")]
    [InlineData("[\"" + SoundDigest + "\"]", "[\"x\"]")]
    [InlineData("[\"" + SoundDigest + "\"]", "\"x\"")]
    [InlineData("\"linux\"", "7")]
    [InlineData("\"os\":\"linux\"", "\"os\":\"linux\",\"os\":\"linux\"")]
    public void An_unsound_config_is_invalid(string sound, string unsound) =>
        Assert.Equal(OciFsError.Invalid, Refused(() => ParseConfig(SoundConfig.Replace(sound, unsound))).Error);

    [Fact]
    public void Text_of_a_manifest_that_is_not_utf8_is_invalid()
    {
        var raw = Bytes(SoundManifest);
        raw[SoundManifest.IndexOf("\"m\"", StringComparison.Ordinal) + 1] = 0xff;
        Assert.Equal(OciFsError.Invalid, Refused(() => ImageManifest.Parse(raw, "here")).Error);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(100_000, false)]
    public void Depth_is_bounded(int depth, bool sound)
    {
        var text = SoundIndex[..^1] + ",\"x\":" + new string('[', depth) + new string(']', depth) + "}";
        if (sound)
        {
            Assert.Single(ParseIndex(text).Manifests);
            Assert.Equal(DocumentKind.Index, DocumentShape.Of(Bytes(text), "here"));
        }
        else
        {
            Assert.Equal(OciFsError.Invalid, Refused(() => ParseIndex(text)).Error);
            Assert.Equal(OciFsError.Invalid, Refused(() => DocumentShape.Of(Bytes(text), "here")).Error);
        }
    }

    [Fact]
    public void Layers_are_bounded()
    {
        static string Of(int count) => SoundManifest.Replace($"[{SoundEntry}]", $"[{string.Join(',', Enumerable.Repeat(SoundEntry, count))}]");
        Assert.Equal(4096, ParseManifest(Of(4096)).Layers.Length);
        Assert.Equal(OciFsError.LimitExceeded, Refused(() => ParseManifest(Of(4097))).Error);
    }

    [Fact]
    public void A_manifest_has_a_config() => Assert.Equal(OciFsError.Invalid, Refused(() => ParseManifest("""{"layers":[]}""")).Error);

    [Fact]
    public void One_unsound_entry_spoils_no_other_where_problems_are_collected()
    {
        var problems = new List<string>();
        var index = ImageIndex.Parse(Bytes($$"""{"manifests":[null,{{SoundEntry}},{"digest":"x"},{{SoundEntry}}]}"""), "here", problems);
        Assert.Equal(2, index.Manifests.Length);
        Assert.Collection(
            problems,
            problem => Assert.StartsWith("here: manifests[0]: ", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("here: manifests[2]: ", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_are_one_short_line_of_text()
    {
        var error = Refused(() => ParseIndex(SoundIndex.Replace(SoundDigest, "\\u001b[31m\\n\\u0085" + new string('x', 5000))));
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Contains("?[31m??xxx", error.Message);
        Assert.True(error.Message.Length <= 1024);
    }
}
