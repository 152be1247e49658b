using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>The command line of design §3: help, versions, exit statuses, JSON, and the executable itself.</summary>
public sealed class CommandLineTests
{
    private static readonly string Source = $"oci:{Layouts.Sample}";
    private static readonly string Image = $"{Source}:{Layouts.SampleName}";

    [Theory]
    [InlineData()]
    [InlineData("mount")]
    [InlineData("umount")]
    [InlineData("mounts")]
    [InlineData("images")]
    [InlineData("inspect")]
    [InlineData("history")]
    [InlineData("ls")]
    [InlineData("cat")]
    [InlineData("stat")]
    [InlineData("tree")]
    [InlineData("check")]
    [InlineData("find")]
    [InlineData("du")]
    [InlineData("layers")]
    [InlineData("index")]
    [InlineData("cache")]
    [InlineData("completion")]
    [InlineData("man")]
    [InlineData("help")]
    public void EveryCommandHasHelp(params string[] command)
    {
        var result = Command.Ocifs([.. command, "--help"]);
        Assert.Contains(string.Join(' ', ["ocifs", .. command]), result.Ok(), StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void TheVersionIsOneLine() => Assert.Matches(@"^(ocifs )?\d+\.\d+\.\d+\S*$", Assert.Single(Command.Ocifs("--version").Lines()));

    [Theory]
    [InlineData("--version")]
    [InlineData("images nothing")]
    public void TheTerminalGetsNoEscapeSequence(string arguments) => Assert.DoesNotContain(
        '\e', Command.Run("env", "TERM=xterm", "script", "--quiet", "--return", "--command", $"{Repository.Executable} {arguments}", "/dev/null").Output);

    [Fact]
    public void TheExecutableIsOneSmallFileThatNeedsNothing()
    {
        Assert.True(new FileInfo(Repository.Executable).Length <= 30_000_000);
        using var folder = new Reference.TempFolder();
        File.Copy(Repository.Executable, folder["ocifs"]);
        Command.Run("/usr/bin/env", "-i", folder["ocifs"], "--version").Ok();
    }

    [Fact]
    public void TheExecutableIsCompiledAhead()
    {
        using var folder = new Reference.TempFolder();
        Command.Run("/usr/bin/env", "DOTNET_JitDisasmSummary=1", $"DOTNET_JitStdOutFile={folder["jit"]}", Repository.Executable, "--version").Ok();
        Assert.InRange(File.ReadLines(folder["jit"]).Count(), 1, 20);
    }

    [Theory]
    [InlineData("nosuchcommand")]
    [InlineData("mount", "--nosuchoption")]
    [InlineData("images", "-z", "oci:/")]
    [InlineData("ls", "--nonsense", "oci:/")]
    [InlineData("ls", "-lZ", "oci:/")]
    [InlineData("cat", "oci:/", "-x")]
    [InlineData("lss", "oci:/")]
    [InlineData("help", "lss")]
    [InlineData("completion", "csh")]
    [InlineData("mount", "oci:/")]
    [InlineData("images")]
    [InlineData("umount")]
    public void MisuseIsToldInOneLine(params string[] arguments) => Command.Ocifs(arguments).FailsInOneLine(2);

    [Theory]
    [InlineData("ls")]
    [InlineData("cat")]
    [InlineData("stat")]
    [InlineData("tree")]
    [InlineData("find")]
    [InlineData("du")]
    [InlineData("layers")]
    public void APathThatIsEmptyIsNoFile(string command) => Command.Ocifs(command, Image, string.Empty).FailsInOneLine(1, "ocifs: '': no such file");

    [Theory]
    [InlineData("--top: with --wasted only", "du", "--top", "3")]
    [InlineData("-c and --json: one of them", "stat", "/", "--json", "-c", "%n")]
    [InlineData("!: a word of find(1)", "find", "!", "-name", "x")]
    [InlineData("--platform needs a value", "ls", "--platform=")]
    public void WhatIsMisusedIsNamed(string told, string command, params string[] rest) =>
        Command.Ocifs([command, Image, .. rest]).FailsInOneLine(2, $"ocifs: {told}");

    [Fact]
    public void LayersTakesPatterns()
    {
        var names = Command.Ocifs("ls", "-d", Image, "/etc/host*").Lines();
        Assert.Equal(Command.Ocifs(["layers", Image, .. names]).Ok(), Command.Ocifs("layers", Image, "/etc/host*").Ok());
    }

    [Fact]
    public void CacheAloneIsCacheShow()
    {
        Assert.Equal(Command.Ocifs("cache", "show").Ok().Split('\n')[0], Command.Ocifs("cache").Ok().Split('\n')[0]);
        Command.Ocifs("cache", "clear", "--json").FailsInOneLine(2, "see: ocifs cache clear --help");
    }

    [Theory]
    [InlineData("images", "-z", "-z")]
    [InlineData("ls", "-lZ", "-lZ")]
    [InlineData("ls", "--nonsense=1", "--nonsense=1")]
    public void TheUnknownOptionIsNamed(string command, string option, string named) =>
        Command.Ocifs(command, option, Source).FailsInOneLine(2, $"ocifs: {named}: no such option");

    [Theory]
    [InlineData("imags", "images")]
    [InlineData("treee", "tree")]
    public void AMistypedCommandIsGuessed(string typed, string meant) =>
        Command.Ocifs(typed).FailsInOneLine(2, $"{typed}: no such command, did you mean {meant}?");

    [Theory]
    [InlineData("/h")]
    [InlineData("/?")]
    [InlineData("@words")]
    [InlineData("[suggest]")]
    [InlineData("true")]
    public void APathIsAPath(string path) => Command.Ocifs("ls", Source, "-l", path).FailsInOneLine(1, path);

    [Fact]
    public void OptionsEndWhereTwoDashesSay() => Command.Ocifs("ls", Source, "--", "--json").FailsInOneLine(1, "--json: no such file");

    [Fact]
    public void WithoutACommandThereIsHelp() => Assert.Equal(Command.Ocifs("--help").Ok(), Command.Ocifs().Ok());

    [Fact]
    public void ImagesListsNamesAndDigests()
    {
        var text = Command.Ocifs("images", Source).Ok();
        Assert.Contains(Layouts.SampleName, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
        var json = Command.Ocifs("images", Source, "--json").Json().ToJsonString();
        Assert.Contains(Layouts.SampleName, json, StringComparison.Ordinal);
        Assert.Contains(SampleImages.Descriptor.Text("digest"), json, StringComparison.Ordinal);
    }

    [Fact]
    public void InspectTellsPlatformsAndLayers()
    {
        Assert.Contains(SampleImages.Descriptor.Text("digest"), Command.Ocifs("inspect", Image).Ok(), StringComparison.Ordinal);
        var json = Command.Ocifs("inspect", "--json", Image).Json().ToJsonString();
        foreach (var layer in SampleImages.Manifest(Platform.HostArchitecture).Items("layers"))
            Assert.Contains(layer.Text("digest"), json, StringComparison.Ordinal);
    }

    [Fact]
    public void AReferenceSelectsAnImageThatMustExist()
    {
        Assert.Contains(Layouts.SampleName, Command.Ocifs("images", Image).Ok(), StringComparison.Ordinal);
        Command.Ocifs("images", $"{Source}:nosuch").FailsInOneLine(1, "nosuch");
        Command.Ocifs("inspect", $"{Source}:nosuch").FailsInOneLine(1, "nosuch");
    }

    [Fact]
    public void APlatformThatIsAskedForAndNotThereIsNotReplaced()
    {
        Command.Ocifs("inspect", Image, "--platform", "linux/s390x").FailsInOneLine(1, "linux/s390x");
        using var folder = new Reference.TempFolder();
        Command.Ocifs("mount", "--rootfs", "--platform", "linux/s390x", Image, folder.Path).FailsInOneLine(1, "s390x");
    }

    [Fact]
    public void VerboseTellsWhereAndKeepsTheExitStatus()
    {
        var result = Command.Ocifs("--verbose", "images", "/nonexistent");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheUnknownWordIsNamed() => Command.Ocifs("nosuchcommand").FailsInOneLine(2, "nosuchcommand");

    [Fact]
    public void ALayoutIsRecognisedWithoutItsTransport() =>
        Assert.Equal(Command.Ocifs("images", "--json", Source).Ok(), Command.Ocifs("images", "--json", Layouts.Sample).Ok());
}
