using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary><c>ocifs mount --log</c>: what is told where, read by jq and by journald itself.</summary>
public sealed class LogTests : IDisposable
{
    private const string Journald = "/usr/lib/systemd/systemd-journald";

    // A folder for the journal's socket of this script's own, and journald without the rest of systemd; it ends with the script.
    private const string WithJournal = """
        set -e
        mount -t tmpfs tmpfs /run
        mkdir -p /run/systemd/journal /run/log/journal
        "$1" 2>/dev/null & journald=$!
        trap 'kill $journald 2>/dev/null' EXIT
        for i in $(seq 100); do [ -S /run/systemd/journal/socket ] && break; sleep 0.1; done
        "$2" mount $5 "$3" "$4"
        cat "$4/images/bad/rootfs/f" 2>/dev/null && exit 3
        "$2" umount "$4"
        for i in $(seq 100); do journalctl -D /run/log/journal -o json SYSLOG_IDENTIFIER=ocifs > "$4/../told" 2>/dev/null && grep -q "$6" "$4/../told" && break; sleep 0.1; done
        cat "$4/../told"
        """;

    private readonly TempFolder folder = new();

    [Fact]
    public void JsonIsADocumentALine()
    {
        using var point = new MountPoint();
        using var server = Command.Start(Repository.Executable, "mount", "-f", "--log", "json", Broken(), point.Path);
        Assert.True(SpinWait.SpinUntil(() => MountTable.Contains(point.Path), TimeSpan.FromSeconds(30)));
        Assert.NotEqual(0, Command.Run("cat", point["images/bad/rootfs/f"]).ExitCode);
        point.Unmount().Ok();
        Assert.True(server.WaitForExit(TimeSpan.FromSeconds(30)));
        File.WriteAllText(folder["log"], server.StandardError.ReadToEnd());
        Assert.Equal(
            $"info|mounted on {point.Path}\nerror|DigestMismatch\ninfo|{point.Path}: unmounted\n",
            Command.Run("jq", "-r", """ "\(.level)|" + (.error // (.message | sub("^oci:[^ ]*: "; ""))) """, folder["log"]).Ok());
        Assert.Equal($"{point.Path}\n", Command.Shell("jq -r .mountpoint \"$1\" | sort -u", folder["log"]).Ok());
    }

    [Fact]
    public void WithoutTheOptionWarningsAndErrorsAreText()
    {
        using var server = ForegroundServer.Start(Broken());
        Assert.NotEqual(0, Command.Run("cat", server.Point["images/bad/rootfs/f"]).ExitCode);
        server.Point.Unmount().Ok();
        var error = Assert.Single(server.WaitForExit().Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ocifs: sha256:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--log=journal:warning", "3")]
    [InlineData("", "3")]
    [InlineData("--log=journal", "6 3 6")]
    public void TheJournalHasIt(string option, string priorities)
    {
        Assert.SkipUnless(File.Exists(Journald) && Environment.IsPrivilegedProcess, "needs systemd-journald, and root to give it a folder of its own");
        Directory.CreateDirectory(folder["mnt"]);
        string[] words = ["-m", "/bin/bash", "-c", WithJournal, "bash", Journald, Repository.Executable, Broken(), folder["mnt"], option, priorities.EndsWith('6') ? "unmounted" : "DigestMismatch"];
        var told = Command.Run("unshare", words).Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(priorities, string.Join(' ', told.Select(message => message.Text("PRIORITY"))));
        var error = told.Single(message => message.Text("PRIORITY") == "3");
        Assert.Equal(("DigestMismatch", folder["mnt"], "ocifs"), (error.Text("OCIFS_ERROR"), error.Text("OCIFS_MOUNTPOINT"), error.Text("SYSLOG_IDENTIFIER")));
        Assert.Contains("fetch the image again", error.Text("MESSAGE"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "-f", "--log", "printer")]
    [InlineData(2, "-f", "--log", "json:loud")]
    [InlineData(2, "--log", "text")]
    [InlineData(2, "--log", "json:error")]
    public void WhatCannotBeIsSaid(int status, params string[] options)
    {
        using var point = new MountPoint();
        point.Mount(Broken(), options).FailsInOneLine(status, "--log");
        Assert.False(MountTable.Contains(point.Path));
    }

    [Fact]
    public void WhereThereIsNoJournalItIsSaid()
    {
        Assert.SkipWhen(File.Exists("/run/systemd/journal/socket"), "there is a journal here");
        using var point = new MountPoint();
        point.Mount(Broken(), "--log", "journal").FailsInOneLine(1, "/run/systemd/journal/socket", "there is no journal here");
        point.Mount(Broken(), "-f", "--log", "journal").FailsInOneLine(1, "/run/systemd/journal/socket", "there is no journal here");
    }

    public void Dispose() => folder.Dispose();

    // A layer whose bytes are not what its digest says.
    private string Broken()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var layer = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("f", "content")]));
        layout.Name("bad", layout.AddImage([layer]).Manifest).Write();
        File.WriteAllBytes(layout.BlobPath(LayoutBuilder.DigestOf(layer.Bytes)), [.. layer.Bytes.Select(b => (byte)(b ^ 1))]);
        return $"oci:{layout.Folder}";
    }
}
