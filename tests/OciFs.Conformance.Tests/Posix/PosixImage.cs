using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>
/// A layout whose merged layers are the tree: below it a layer of what is replaced and removed, two layers by GNU tar, above them one of
/// whiteouts.
/// </summary>
internal static class PosixImage
{
    public static void Write(string folder, string tree, string scratch)
    {
        LayerBlob[] layers =
        [
            LayerBlob.Of(LayerBuilder.Tar(Below)),
            LayerBlob.Of(GnuTar(tree, scratch, "--exclude=./types", "--exclude=./wide", "."), LayerCompression.Gzip),
            LayerBlob.Of(GnuTar(tree, scratch, "./types", "./wide"), LayerCompression.Zstd),
            LayerBlob.Of(LayerBuilder.Tar(Above), LayerCompression.Gzip),
        ];
        var layout = new LayoutBuilder(folder);
        layout.Name("posix", layout.AddImage(layers).Manifest).Write();
    }

    private static IEnumerable<TestEntry> Below =>
    [
        TestEntry.Directory("gone"), TestEntry.File("gone/file", "gone"), TestEntry.File("plain/0", "not empty"), TestEntry.File("deep", "a file"),
        TestEntry.Symlink("types/file", "elsewhere"), TestEntry.File("types/gone"), TestEntry.Directory("types/link"),
        TestEntry.File("types/link/inside"), TestEntry.File("wide/name-9999"), TestEntry.File("hard/a", "replaced"),
    ];

    private static IEnumerable<TestEntry> Above =>
        [TestEntry.Whiteout("gone"), TestEntry.Whiteout("types/gone"), TestEntry.Whiteout("wide/name-9999"), TestEntry.Whiteout("nothing")];

    private static byte[] GnuTar(string tree, string scratch, params string[] what)
    {
        var file = Path.Combine(scratch, "layer.tar");
        Command.Run(
            "tar",
            [
                "--create", "--format=pax", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--sparse",
                "--pax-option=delete=atime,delete=ctime", "--directory", tree, "--file", file, .. what,
            ]).Ok();
        return File.ReadAllBytes(file);
    }
}
