using System.Text;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;

namespace OciFs.Conformance.Tests;

/// <summary>Sources that cannot be shown at all: one clear line, exit status 1, nothing mounted.</summary>
public sealed class BadSourceTests : IDisposable
{
    private const string Index = """{"schemaVersion":2,"manifests":[]}""";
    private readonly TempFolder folder = new();

    public BadSourceTests() => new LayoutBuilder(folder["layout"]).Write();

    [Fact]
    public void AFolderThatIsNotThere() => Refused("oci:/nonexistent/layout", "/nonexistent/layout");

    [Fact]
    public void AFolderThatIsNotALayout()
    {
        Directory.CreateDirectory(folder["empty"]);
        Refused($"oci:{folder["empty"]}", folder["empty"]);
        Refused(folder["empty"], folder["empty"]);
    }

    [Fact]
    public void AFile()
    {
        File.WriteAllText(folder["file"], "text");
        Refused($"oci:{folder["file"]}", folder["file"]);
    }

    [Fact]
    public void ALayoutOfAnotherVersion()
    {
        File.WriteAllText(folder["layout/oci-layout"], """{"imageLayoutVersion":"2.0.0"}""");
        Refused($"oci:{folder["layout"]}", "2.0.0");
    }

    [Fact]
    public void AMissingIndex()
    {
        File.Delete(folder["layout/index.json"]);
        RefusedForItsIndex();
    }

    [Fact]
    public void AnIndexThatCannotBeRead()
    {
        File.Delete(folder["layout/index.json"]);
        Directory.CreateDirectory(folder["layout/index.json"]);
        RefusedForItsIndex();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"schemaVersion":2,"manifests":7}""")]
    [InlineData("not JSON")]
    public void AnIndexThatIsNone(string text)
    {
        File.WriteAllText(folder["layout/index.json"], text);
        RefusedForItsIndex();
    }

    [Fact]
    public void AnIndexCutShort()
    {
        File.WriteAllText(folder["layout/index.json"], Index[..^3]);
        RefusedForItsIndex();
    }

    [Fact]
    public void AnIndexOf100Megabytes()
    {
        using (var file = File.Create(folder["layout/index.json"]))
        {
            file.Write(Encoding.ASCII.GetBytes(Index[..^1] + ",\"padding\":\""));
            var line = new byte[1_000_000];
            line.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 100; i++)
                file.Write(line);
            file.Write("\"}"u8);
        }

        RefusedForItsIndex();
    }

    [Fact]
    public void ALayoutWithoutImagesIsNotAnError()
    {
        File.WriteAllText(folder["layout/index.json"], Index);
        using var point = MountPoint.Of($"oci:{folder["layout"]}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(point["images"]));
    }

    [Fact]
    public void WhatIsWrongWithASourceIsToldOnceAndAlikeInTheBackgroundAndInTheForeground()
    {
        File.WriteAllText(folder["layout/index.json"], """{"schemaVersion":2,"manifests":[{"digest":"bogus"}]}""");
        var line = $"ocifs: {folder["layout/index.json"]}: manifests[0]: not a digest: bogus\n";
        using var point = new MountPoint();
        var mounted = point.Mount($"oci:{folder["layout"]}", "--quiet");
        Assert.Equal((0, "", line), (mounted.ExitCode, mounted.Output, mounted.Error));
        using var server = ForegroundServer.Start($"oci:{folder["layout"]}");
        server.Signal("TERM");
        Assert.Equal((0, line), server.WaitForExit());
    }

    [Fact]
    public void VerboseTellsWhereAlsoOfTheBackground()
    {
        using var point = new MountPoint();
        var result = point.Mount("oci:/nonexistent/layout", "--verbose");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("   at OciFs.Host.ImageMount.Start", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nocifs: /nonexistent/layout: no such folder\n", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void RefusedForItsIndex() => Refused($"oci:{folder["layout"]}", "index.json");

    private static void Refused(string source, string text)
    {
        using var point = new MountPoint();
        point.Mount(source).FailsInOneLine(1, text);
        Assert.False(MountTable.Contains(point.Path));
        Command.Ocifs("images", source).FailsInOneLine(1, text);
    }
}
