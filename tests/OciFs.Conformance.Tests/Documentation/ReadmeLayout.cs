using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Conformance.Tests.Documentation;

/// <summary>The layout <c>shop</c> of the readme's tasks: two releases of a program upon one base, and a tool upon the same base.</summary>
internal static class ReadmeLayout
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu";

    private static readonly (string By, TestEntry[] Entries) Base = ("debian.sh --suite bookworm", [
        Directory("etc"), File("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"),
        File("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/srv/app:/bin/sh\n"), File("etc/group", "root:x:0:\napp:x:1000:\n"),
        Directory("usr"), Directory("usr/lib"), Directory(Libraries), File($"{Libraries}/libssl.so.3", "OpenSSL 3.0.11 19 Sep 2023\n"),
        Directory("var"), Directory("var/lib"), Directory("var/lib/dpkg"), File("var/lib/dpkg/status", Status("3.0.11-1~deb12u2")),
    ]);

    private static readonly (string By, TestEntry[] Entries) App = ("COPY app /srv/app", [
        Directory("srv"), Directory("srv/app") with { Uid = 1000, Gid = 1000 }, Program("server", "#!/bin/sh\necho serving\n"),
        Own("settings.ini", "port = 8080\nworkers = 2\nlog = info\n"), Own("legacy.conf", "old = yes\n"),
    ]);

    private static readonly (string By, TestEntry[] Entries) Upgrade = ("RUN apt-get -y upgrade", [
        File($"{Libraries}/libssl.so.3", "OpenSSL 3.0.15 3 Sep 2024\n"), File("var/lib/dpkg/status", Status("3.0.15-1~deb12u1")),
    ]);

    private static readonly (string By, TestEntry[] Entries) Newer = ("COPY app /srv/app", [
        Own("settings.ini", "port = 8080\nworkers = 8\nlog = info\n"), File("srv/app/.wh.legacy.conf"),
    ]);

    private static readonly (string By, TestEntry[] Entries) Tool = ("COPY tool /usr/bin/tool", [Directory("usr/bin"), File("usr/bin/tool", "tool\n") with { Mode = 0b111_101_101 }]);

    /// <summary>Writes the layout into a folder.</summary>
    public static void Write(string folder)
    {
        var builder = new LayoutBuilder(folder);
        Add(builder, "app:1.0", Base, App);
        Add(builder, "app:1.1", Base, App, Upgrade, Newer);
        Add(builder, "tools:latest", Base, Tool);
        builder.Write();
    }

    private static string Status(string version) => $"Package: libssl3\nStatus: install ok installed\nVersion: {version}\n";

    private static TestEntry Own(string name, string content) => File($"srv/app/{name}", content) with { Uid = 1000, Gid = 1000 };

    private static TestEntry Program(string name, string content) => Own(name, content) with { Mode = 0b111_101_101 };

    private static void Add(LayoutBuilder builder, string name, params (string By, TestEntry[] Entries)[] layers)
    {
        var blobs = layers.Select(layer => LayerBlob.Of(LayerBuilder.Tar(layer.Entries), LayerCompression.Gzip)).ToArray();
        var config = new JsonObject
        {
            ["created"] = "2026-11-20T12:00:00Z",
            ["os"] = "linux",
            ["architecture"] = "amd64",
            ["config"] = new JsonObject { ["Cmd"] = new JsonArray("/srv/app/server") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. blobs.Select(blob => (JsonNode)LayoutBuilder.DigestOf(blob.Tar))]) },
            ["history"] = new JsonArray([.. layers.Select(layer => new JsonObject { ["created"] = "2026-11-20T12:00:00Z", ["created_by"] = layer.By })]),
        };
        var descriptors = blobs.Select(blob => builder.AddBlob(blob.Bytes, blob.MediaType)).ToArray();
        builder.Name(name, builder.AddManifest(builder.AddDocument(config, LayoutBuilder.ConfigType), descriptors));
    }
}
