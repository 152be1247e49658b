using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

public sealed class UnsoundLayoutTests
{
    [Fact]
    public void No_folder() => Refused(OciFsError.NotFound, "/nonexistent/layout", "/nonexistent/layout: no such folder");

    [Fact]
    public void No_folder_but_a_file() => Refused(OciFsError.Invalid, "/etc/passwd", "/etc/passwd: not a folder");

    [Theory]
    [InlineData("oci-layout")]
    [InlineData("index.json")]
    public void A_file_is_missing(string file)
    {
        using var layout = new LayoutBuilder();
        File.Delete(Path.Combine(layout.Path, file));
        Refused(OciFsError.Invalid, layout.Path, $"{layout.Path}/{file}: missing (not an OCI image layout)");
    }

    [Theory]
    [InlineData("{", "line 1, byte 2: cut off")]
    [InlineData("{\n", "cut off")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[", "cut off")]
    [InlineData("{\"schemaVersion\":2,\"mani", "cut off")]
    public void An_index_that_is_cut_off_is_told_as_that(string text, string what)
    {
        using var layout = new LayoutBuilder();
        File.WriteAllText(Path.Combine(layout.Path, "index.json"), text);
        Assert.Contains(what, Assert.Throws<OciFsException>(() => OciLayoutStore.Open(layout.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci-layout", "", OciFsError.Invalid)]
    [InlineData("oci-layout", "{}", OciFsError.Unsupported)]
    [InlineData("oci-layout", """{"imageLayoutVersion":"2.0.0"}""", OciFsError.Unsupported)]
    [InlineData("oci-layout", """{"imageLayoutVersion":1}""", OciFsError.Invalid)]
    [InlineData("index.json", "", OciFsError.Invalid)]
    [InlineData("index.json", "{\"schemaVersion\":2,\"manifests\":[{\"mediaTy", OciFsError.Invalid)]
    [InlineData("index.json", "[]", OciFsError.Invalid)]
    [InlineData("index.json", "null", OciFsError.Invalid)]
    [InlineData("index.json", "{}", OciFsError.Invalid)]
    [InlineData("index.json", """{"manifests":{}}""", OciFsError.Invalid)]
    [InlineData("index.json", """{"manifests":[],"manifests":[]}""", OciFsError.Invalid)]
    [InlineData("index.json", "PK\u0003\u0004", OciFsError.Invalid)]
    public void A_file_is_unsound(string file, string text, OciFsError expected)
    {
        using var layout = new LayoutBuilder();
        File.WriteAllText(Path.Combine(layout.Path, file), text);
        Refused(expected, layout.Path, $"{layout.Path}/{file}: ");
    }

    [Theory]
    [InlineData("oci-layout")]
    [InlineData("index.json")]
    public void A_file_of_100_MB_is_not_read(string file)
    {
        using var layout = new LayoutBuilder();
        var path = Path.Combine(layout.Path, file);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(100_000_000);
        }

        Refused(OciFsError.LimitExceeded, layout.Path, $"{path}: 100000000 bytes");
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    [InlineData("ln -s /dev/zero")]
    public void An_index_that_is_no_file_is_invalid_at_once(string make)
    {
        using var layout = new LayoutBuilder();
        File.Delete(layout.IndexPath);
        Tool.Run(layout.Path, "sh", "-c", $"{make} index.json");
        Refused(OciFsError.Invalid, layout.Path, $"{layout.IndexPath}: not a regular file");
    }

    [Fact]
    public void An_index_that_may_not_be_read_is_permission_denied()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read everything");
        using var layout = new LayoutBuilder();
        Tool.Run(layout.Path, "chmod", "000", "index.json");
        Refused(OciFsError.PermissionDenied, layout.Path, $"{layout.IndexPath}: permission denied");
    }

    private static void Refused(OciFsError expected, string folder, string message)
    {
        var error = Assert.Throws<OciFsException>(() => OciLayoutStore.Open(folder));
        Assert.Equal(expected, error.Error);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
