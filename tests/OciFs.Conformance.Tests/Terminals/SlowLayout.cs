using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Terminals;

/// <summary>An image whose first pass is some work: layers of zeros mostly, which are short compressed, and long to decode.</summary>
internal sealed class SlowLayout : IDisposable
{
    private const int Layers = 3;
    private const long LayerBytes = 250L << 20;

    private readonly TempFolder folder = new();

    public SlowLayout()
    {
        var layout = new LayoutBuilder(folder["layout"]);
        var random = new byte[1 << 20];
        var diffIds = new JsonArray();
        var blobs = Enumerable.Range(0, Layers).Select(i =>
        {
            // No two layers may be one.
            new Random(i).NextBytes(random);
            using var bytes = new MemoryStream();
            using var hash = SHA256.Create();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            using (var tar = new CryptoStream(gzip, hash, CryptoStreamMode.Write))
            {
                WriteLarge(tar, $"large{i}", random);
            }

            diffIds.Add($"sha256:{Convert.ToHexStringLower(hash.Hash!)}");
            return layout.AddBlob(bytes.ToArray(), "application/vnd.oci.image.layer.v1.tar+gzip");
        }).ToArray();
        var config = layout.AddDocument(
            new JsonObject { ["os"] = "linux", ["architecture"] = "amd64", ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds } },
            LayoutBuilder.ConfigType);
        layout.Name("slow", layout.AddManifest(config, blobs)).Write();
    }

    public string Source => $"oci:{folder["layout"]}";

    /// <summary>The layout in a compressed archive, behind which much follows.</summary>
    public string Archive()
    {
        var file = folder["slow.tar.gz"];
        if (!File.Exists(file))
            Programs.Command.Shell("head -c 300M /dev/urandom | base64 > \"$3\" && tar -C \"$1\" -cf - . -C \"${3%/*}\" filler | gzip -1 > \"$2\" && rm \"$3\"", folder["layout"], file, folder["filler"]).Ok();
        return file;
    }

    public void Dispose() => folder.Dispose();

    private static void WriteLarge(Stream to, string name, byte[] block)
    {
        var header = LayerBuilder.Tar([TestEntry.File(name, string.Empty)])[..512];
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(LayerBytes, 8).PadLeft(11, '0')).CopyTo(header.AsSpan(124));
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(b => b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.AsSpan(148));
        to.Write(header);
        var zeros = new byte[1 << 20];
        to.Write(block);
        for (long written = block.Length; written < LayerBytes; written += zeros.Length)
            to.Write(zeros);
        to.Write(new byte[1024]);
    }
}
