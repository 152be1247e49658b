using System.Text;
using System.Text.Json.Nodes;

namespace OciFs.Reference.Layout;

/// <summary>Breaks layouts on purpose. Wrong sizes and digests need no help: a <see cref="Descriptor"/> may say anything.</summary>
public static class LayoutDamage
{
    public static void RemoveBlob(this LayoutBuilder layout, string digest) => File.Delete(layout.BlobPath(digest));

    /// <summary>Keeps the first <paramref name="length"/> bytes.</summary>
    public static void CutBlob(this LayoutBuilder layout, string digest, long length)
    {
        using var file = new FileStream(layout.BlobPath(digest), FileMode.Open);
        file.SetLength(length);
    }

    /// <summary>Turns all bits of one byte, so that the digest is no longer the blob's.</summary>
    /// <param name="offset">From the start, or from the end if negative (-1 is the last byte).</param>
    public static void FlipByte(this LayoutBuilder layout, string digest, long offset)
    {
        using var file = new FileStream(layout.BlobPath(digest), FileMode.Open);
        file.Position = offset < 0 ? file.Length + offset : offset;
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)~value);
    }

    /// <summary>Puts other bytes in a blob's place.</summary>
    public static void ReplaceBlob(this LayoutBuilder layout, string digest, byte[] bytes) =>
        File.WriteAllBytes(layout.BlobPath(digest), bytes);

    /// <summary>An index that names itself; its digest cannot be true, for no document can contain its own.</summary>
    public static Descriptor AddSelfReferringIndex(this LayoutBuilder layout)
    {
        var digest = "sha256:" + new string('5', 64);
        var self = new Descriptor(LayoutBuilder.IndexType, digest, 0);
        self = self with { Size = Bytes(self).Length };
        while (Bytes(self).Length != self.Size)
            self = self with { Size = Bytes(self).Length };
        return layout.AddBlobAs(digest, Bytes(self), LayoutBuilder.IndexType);

        static byte[] Bytes(Descriptor self) => Encoding.UTF8.GetBytes(LayoutBuilder.Index([self.ToJson()]).ToJsonString());
    }

    /// <summary>Indexes within each other, <paramref name="depth"/> of them, all digests true, around a manifest.</summary>
    public static Descriptor AddNestedIndexes(this LayoutBuilder layout, Descriptor manifest, int depth) =>
        Enumerable.Range(0, depth).Aggregate(manifest, (inner, _) => layout.AddIndex([inner]));

    /// <summary>An index of <paramref name="fanOut"/> times one and the same index, and so on: fanOut^depth paths to a manifest.</summary>
    public static Descriptor AddIndexBomb(this LayoutBuilder layout, Descriptor manifest, int fanOut, int depth) =>
        Enumerable.Range(0, depth).Aggregate(manifest, (inner, _) => layout.AddIndex(Enumerable.Repeat(inner, fanOut)));

    /// <summary>A true manifest that an annotation makes as long as is wished.</summary>
    /// <param name="length">At least this many bytes.</param>
    public static Descriptor AddHugeManifest(this LayoutBuilder layout, BuiltImage image, int length)
    {
        var manifest = JsonNode.Parse(File.ReadAllBytes(layout.BlobPath(image.Manifest.Digest)))!;
        manifest["annotations"] = new JsonObject { ["padding"] = new string('x', length) };
        return layout.AddDocument(manifest, LayoutBuilder.ManifestType) with { Platform = image.Manifest.Platform };
    }
}
