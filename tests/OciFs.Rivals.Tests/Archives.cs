using OciFs.Conformance.Tests;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Layout;

namespace OciFs.Rivals.Tests;

/// <summary>The archives that <c>scripts/rivals</c> brings, by their path below its folder: "PROJECT/…/NAME".</summary>
internal static class Archives
{
    private static readonly Lazy<string> Folder = new(() => Command.Run(Repository.Script("rivals")).Ok().Trim());

    /// <summary>All of them, bytewise.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder.Value, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Folder.Value, file)).Order(StringComparer.Ordinal);

    /// <summary>The file of an archive.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Folder.Value, name);

    /// <summary>The archive as a layer whose blob is the file as it is, compressed or not.</summary>
    public static LayerBlob Layer(string name)
    {
        var isTar = name.EndsWith(".tar", StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(Path(name));
        var type = "application/vnd.oci.image.layer.v1.tar" + (isTar ? "" : name.EndsWith(".zst", StringComparison.Ordinal) ? "+zstd" : "+gzip");
        return new LayerBlob(isTar ? bytes : Unpacked(name), bytes, type);
    }

    /// <summary>What can be had of a compressed archive; some are damaged on purpose.</summary>
    private static byte[] Unpacked(string name)
    {
        using var process = Command.Start("bsdcat", Path(name));
        _ = process.StandardError.ReadToEndAsync();
        var tar = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(tar);
        process.WaitForExit();
        return tar.ToArray();
    }
}
