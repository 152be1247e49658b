using System.Text;
using OciFs.Descriptors;

namespace OciFs.Tests.Descriptors;

/// <summary>Small documents to break.</summary>
internal static class Documents
{
    public const string SoundDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string SoundEntry = $$"""{"mediaType":"m","digest":"{{SoundDigest}}","size":1}""";

    public const string SoundIndex = $$"""{"schemaVersion":2,"manifests":[{{SoundEntry}}]}""";

    public const string SoundManifest = $$"""{"schemaVersion":2,"config":{{SoundEntry}},"layers":[{{SoundEntry}}]}""";

    public const string SoundConfig = $$$"""
        {"os":"linux","architecture":"amd64","rootfs":{"diff_ids":["{{{SoundDigest}}}"]},"history":[{"created_by":"x"}],
         "config":{"Env":["A=b"]}}
        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static OciFsException Refused(Action parse) => Assert.Throws<OciFsException>(parse);

    public static ImageIndex ParseIndex(string text) => ImageIndex.Parse(Bytes(text), "here");

    public static ImageManifest ParseManifest(string text) => ImageManifest.Parse(Bytes(text), "here");

    public static ImageConfig ParseConfig(string text) => ImageConfig.Parse(Bytes(text), "here");
}
