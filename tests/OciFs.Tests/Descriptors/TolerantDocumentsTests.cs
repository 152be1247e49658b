using System.Text;
using OciFs.Descriptors;
using static OciFs.Tests.Descriptors.Documents;

namespace OciFs.Tests.Descriptors;

/// <summary>What real builders write and real tools read.</summary>
public sealed class TolerantDocumentsTests
{
    [Theory]
    [InlineData("""{"manifests":null}""")]
    [InlineData("""{"manifests":[]}""")]
    [InlineData("""{"schemaVersion":1,"mediaType":null,"manifests":[],"annotations":null,"subject":null,"x":[{"y":null}]}""")]
    public void Nothing_is_written_in_many_ways(string index) => Assert.Empty(ParseIndex(index).Manifests);

    [Fact]
    public void Go_writes_null_for_what_is_not_set()
    {
        var config = ParseConfig("""
            {"created":null,"os":null,"config":{"Env":null,"Cmd":null,"Entrypoint":null,"Labels":{"a":null},"Volumes":null,
             "ExposedPorts":{"80/tcp":{},"443/tcp":{}}},
             "rootfs":{"type":"layers","diff_ids":null},"history":null}
            """);
        Assert.Null(config.Created);
        Assert.Null(config.Os);
        Assert.Empty(config.DiffIds);
        Assert.Empty(config.History);
        Assert.Empty(config.Config.Env);
        Assert.Equal(string.Empty, config.Config.Labels["a"]);
        Assert.Equal(["443/tcp", "80/tcp"], config.Config.ExposedPorts, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("[\"A=b\"]", "\"A=b\"", "here.config.Env")]
    [InlineData("[\"A=b\"]", "[7]", "here.config.Env[0]")]
    [InlineData("{\"Env\":[\"A=b\"]}", "[]", "here.config")]
    [InlineData("[\"A=b\"]", "[],\"User\":{}", "here.config.User")]
    [InlineData("[\"A=b\"]", "[],\"Labels\":[]", "here.config.Labels")]
    [InlineData("[\"A=b\"]", "[],\"Volumes\":\"/v\"", "here.config.Volumes")]
    [InlineData("[\"A=b\"]", "[],\"Cmd\":5", "here.config.Cmd")]
    [InlineData("{\"created_by\":\"x\"}", "5", "here.history[0]")]
    [InlineData("{\"created_by\":\"x\"}", "{\"created_by\":5}", "here.history[0].created_by")]
    [InlineData("{\"created_by\":\"x\"}", "{\"empty_layer\":\"true\"}", "here.history[0].empty_layer")]
    [InlineData("[{\"created_by\":\"x\"}]", "{}", "here.history")]
    [InlineData("\"os\":", "\"created\":5,\"os\":", "here.created")]
    public void One_odd_field_of_a_config_is_told_and_spoils_no_other(string sound, string odd, string field)
    {
        var config = ParseConfig(SoundConfig.Replace(sound, odd));
        Assert.StartsWith(field + ": ", Assert.Single(config.Problems), StringComparison.Ordinal);
        Assert.Equal(("linux", "amd64"), (config.Os, config.Architecture));
        Assert.Single(config.DiffIds);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_as_such()
    {
        var raw = Encoding.Latin1.GetBytes("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[]},\"config\":{\"User\":\"a\xFF\",\"b\xFE\":1,\"Labels\":{\"k\xFF\":\"v\"}}}");
        var config = ImageConfig.Parse(raw, "here");
        Assert.Equal(("linux", "a\uFFFD", "k\uFFFD"), (config.Os, config.Config.User, Assert.Single(config.Config.Labels).Key));
        Assert.Equal(raw, config.Raw.ToArray());
    }

    /// <summary>As encoding/json decodes them (Go 1.24), and moby's StrSlice.</summary>
    [Fact]
    public void What_Go_reads_of_odd_values_is_read()
    {
        var config = ParseConfig($$"""
            {"os":"linux","architecture":"\ud800","rootfs":{"diff_ids":["{{SoundDigest}}"]},"history":[null,{"comment":"c"}],"x":1,"x":2,
             "config":{"X":1,"X":2,"Env":["A=b",null],"Cmd":"sh","Entrypoint":"/bin/x","Labels":{"a":"\\\ud800 \udc00x\ud83d\ude00","b":null,"\uD800":"\\ud800"} } }
            """);
        Assert.Empty(config.Problems);
        Assert.Equal("\ufffd", config.Architecture);
        Assert.Equal(["A=b", ""], config.Config.Env, StringComparer.Ordinal);
        Assert.Equal(["sh"], config.Config.Cmd, StringComparer.Ordinal);
        Assert.Equal(["/bin/x"], config.Config.Entrypoint, StringComparer.Ordinal);
        Assert.Equal(new ImageHistory(), config.History[0]);
        Assert.Equal("c", config.History[1].Comment);
        Assert.Equal("\\\ufffd \ufffdx\U0001F600", config.Config.Labels["a"]);
        Assert.Equal("\\ud800", config.Config.Labels["\ufffd"]);
        Assert.Equal("", config.Config.Labels["b"]);
    }

    [Theory]
    [InlineData("""{"digest":"sha256:zz","size":1}""")]
    [InlineData("\"x\"")]
    public void A_subject_that_is_none_spoils_nothing(string subject)
    {
        var problems = new List<string>();
        var index = ImageIndex.Parse(Bytes(SoundIndex[..^1] + $",\"subject\":{subject}}}"), "here", problems);
        Assert.Single(index.Manifests);
        Assert.Null(index.Subject);
        Assert.StartsWith("here: subject: ", Assert.Single(problems), StringComparison.Ordinal);
        var manifest = ParseManifest(SoundManifest[..^1] + $",\"subject\":{subject}}}");
        Assert.Single(manifest.Layers);
        Assert.Null(manifest.Subject);
        Assert.StartsWith("here: subject: ", Assert.Single(manifest.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-09-13T12:26:40Z", 1600000000_0000000)]
    [InlineData("2020-09-13T14:26:40+02:00", 1600000000_0000000)]
    [InlineData("2020-09-13T12:26:40.5Z", 1600000000_5000000)]
    [InlineData("2020-09-13T12:26:40.123456789Z", 1600000000_1234567)]
    [InlineData("2020-09-13T12:26:40.123456789-01:00", 1600003600_1234567)]
    [InlineData("1970-01-01T00:00:00Z", 0L)]
    [InlineData("", null)]
    [InlineData("yesterday", null)]
    [InlineData("2020-13-13T12:26:40Z", null)]
    [InlineData("2020-09-13T12:26:40.Z.........", null)]
    public void A_date_that_is_none_spoils_nothing(string created, long? ticks) =>
        Assert.Equal(ticks, (ParseConfig(SoundConfig[..^1] + $",\"created\":\"{created}\"}}").Created - DateTimeOffset.UnixEpoch)?.Ticks);

    [Theory]
    [InlineData(SoundIndex, DocumentKind.Index)]
    [InlineData(SoundManifest, DocumentKind.Manifest)]
    [InlineData(SoundConfig, DocumentKind.Config)]
    [InlineData("""{"mediaType":"application/vnd.oci.image.index.v1+json","config":{},"layers":[]}""", DocumentKind.Manifest)]
    [InlineData("""{"mediaType":"application/vnd.oci.image.manifest.v1+json","manifests":[]}""", DocumentKind.Index)]
    [InlineData("""{"m\u0061nifests":[]}""", DocumentKind.Index)]
    [InlineData("""{"mediaType":"application/vnd.oci.artifact.manifest.v1+json","blobs":[]}""", DocumentKind.Manifest)]
    [InlineData("""{"schemaVersion":1,"fsLayers":[],"history":[]}""", DocumentKind.SchemaOne)]
    [InlineData("""{"x":{"manifests":[]}}""", DocumentKind.Other)]
    [InlineData("{}", DocumentKind.Other)]
    public void Shape_tells_the_kind(string text, DocumentKind kind) => Assert.Equal(kind, DocumentShape.Of(Bytes(text), "here"));

    [Theory]
    [InlineData("""{"manifests":[],"layers":[]}""")]
    [InlineData("""{"config":{},"manifests":[]}""")]
    public void Index_and_manifest_in_one_is_refused(string text) =>
        Assert.Equal(OciFsError.Invalid, Refused(() => DocumentShape.Of(Bytes(text), "here")).Error);

    [Theory]
    [InlineData("""{"os":"linux","architecture":"arm64","variant":"v8"}""", "linux-arm64", false)]
    [InlineData("""{"os":"windows","architecture":"amd64","os.version":"10.0.1"}""", "windows-amd64-10.0.1", false)]
    [InlineData("""{"os":"unknown","architecture":"unknown"}""", "unknown-unknown", true)]
    [InlineData("""{"os":"","architecture":""}""", null, false)]
    [InlineData("{}", null, false)]
    [InlineData("null", null, false)]
    public void Platform_of_an_entry(string json, string? folder, bool referrer)
    {
        var entry = ParseIndex(SoundIndex.Replace("\"size\":1", $"\"size\":1,\"platform\":{json}")).Manifests[0];
        Assert.Equal(folder, entry.Platform?.ToString());
        Assert.Equal(referrer, entry.IsReferrer);
    }

    [Fact]
    public void Attestations_are_referrers() => Assert.True(
        ParseIndex(SoundIndex.Replace("\"size\":1", """
            "size":1,"annotations":{"vnd.docker.reference.type":"attestation-manifest"}
            """)).Manifests[0].IsReferrer);

    [Fact]
    public void Blobs_of_an_artifact_manifest_are_its_layers()
    {
        var manifest = ParseManifest($$"""{"artifactType":"a/b","blobs":[{{SoundEntry}}],"subject":{{SoundEntry}}}""");
        Assert.Null(manifest.Config);
        Assert.Equal("a/b", manifest.ArtifactType);
        Assert.Equal(OciFs.References.Digest.Parse(SoundDigest), Assert.Single(manifest.Layers).Digest);
        Assert.Equal(1, manifest.Subject?.Size);
    }
}
