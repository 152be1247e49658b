using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Terminals;

/// <summary>What a person sees who waits, what is left when he does not, and what scripts get instead.</summary>
public sealed class TerminalTests(SharedSlowLayout shared) : IClassFixture<SharedSlowLayout>, IDisposable
{
    private const int SIGINT = -2;
    private const int SIGPIPE = 141;

    private readonly TempFolder folder = new();

    private SlowLayout Slow => shared.Layout;

    private Dictionary<string, string> OwnCache => new(StringComparer.Ordinal) { ["OCIFS_CACHE"] = folder["cache"] };

    [Theory]
    [InlineData("index")]
    [InlineData("check")]
    public void WhatTakesLongIsShownAndGoneAfterwards(string command)
    {
        var session = new Terminal { IsSlow = true, Variables = OwnCache }.Ocifs(command, Slow.Source);
        Assert.True(session.IsAsBefore);
        Assert.Contains(session.Drawn(), line => line.Contains("ing ", StringComparison.Ordinal) && line.Contains(" of ", StringComparison.Ordinal));
        Assert.DoesNotContain(session.Screen(), line => line.Contains("/s, ", StringComparison.Ordinal) || line.Contains("left", StringComparison.Ordinal));
    }

    [Fact]
    public void ALineOfProgressIsNeverWiderThanTheWindow()
    {
        var session = new Terminal { IsSlow = true, Columns = 30, Variables = OwnCache }.Ocifs("check", Slow.Source);
        Assert.Contains(session.Drawn(), line => line.Contains('%', StringComparison.Ordinal) || line.Contains(" of ", StringComparison.Ordinal));
        Assert.All(session.Drawn().Where(line => line.StartsWith("checking", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 1, 29));
    }

    [Fact]
    public void WhatIsPrintedElsewhereHasNoProgressInIt()
    {
        var output = folder["output"];
        var session = new Terminal { IsSlow = true, Variables = OwnCache, Output = output }.Ocifs("check", Slow.Source);
        Assert.Contains(session.Drawn(), line => line.StartsWith("checking", StringComparison.Ordinal));
        Assert.All(session.Screen(), line => Assert.Empty(line));
        Assert.Equal(Command.Ocifs("check", Slow.Source).Output, File.ReadAllText(output));
    }

    [Theory]
    [InlineData("TERM", "dumb", "check")]
    [InlineData("TERM", "", "check")]
    [InlineData("LC_ALL", "C", "check", "--quiet")]
    public void NothingIsShownWhereItCannotBeOrIsNotWanted(string name, string value, params string[] command)
    {
        var session = new Terminal { IsSlow = true, Variables = new Dictionary<string, string>(OwnCache, StringComparer.Ordinal) { [name] = value } }.Ocifs([.. command, Slow.Source]);
        Assert.Equal(session.Screen().Where(line => line.Length > 0), session.Drawn().Select(line => line.TrimEnd()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("check")]
    public void InterruptedItLeavesNothing(string command)
    {
        var session = new Terminal { IsSlow = true, Variables = OwnCache, Typed = (" of ", Terminal.ControlC) }.Ocifs(command, Slow.Source);
        Assert.Equal(SIGINT, session.Status);
        Assert.True(session.IsAsBefore);
        Assert.All(session.Screen(), line => Assert.Empty(line));
        Assert.Empty(Unfinished());
    }

    [Theory]
    [InlineData()]
    [InlineData("-f")]
    public void AnInterruptedMountLeavesNothing(params string[] options)
    {
        using var point = new MountPoint();
        var session = new Terminal { Variables = OwnCache, Typed = ("decompressing", Terminal.ControlC) }.Ocifs(["mount", .. options, Slow.Archive(), point.Path]);
        Assert.Equal(SIGINT, session.Status);
        Assert.All(session.Screen(), line => Assert.Empty(line));
        Assert.False(MountTable.Contains(point.Path));
        Assert.Empty(Unfinished());
        Assert.DoesNotContain(point.Path, Command.Run("ps", "-eo", "args").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AMountInTheBackgroundTellsHowFarItIs()
    {
        using var point = new MountPoint();
        var session = new Terminal { Variables = OwnCache }.Ocifs("mount", Slow.Archive(), point.Path);
        Assert.Equal(0, session.Status);
        Assert.Contains(session.Drawn(), line => line.StartsWith("decompressing slow.tar.gz: ", StringComparison.Ordinal) && line.Contains(" of ", StringComparison.Ordinal));
        Assert.Contains(point.Path, Assert.Single(session.Screen(), line => line.Length > 0), StringComparison.Ordinal);
        Assert.True(MountTable.Contains(point.Path));
    }

    [Fact]
    public void AReaderThatGoesAwayEndsItQuietly()
    {
        var result = Command.Shell("set -o pipefail; \"$1\" images --json \"$2\" | head -c 1 > /dev/null; echo ${PIPESTATUS[0]}", Repository.Executable, Many());
        Assert.Equal(($"{SIGPIPE}\n", ""), (result.Output, result.Error));
    }

    [Fact]
    public void AFullDiskIsAnError() =>
        Command.Shell("\"$1\" images \"$2\" > /dev/full", Repository.Executable, Slow.Source).FailsInOneLine(1, "standard output", "space");

    [Theory]
    [InlineData("images")]
    [InlineData("inspect")]
    [InlineData("history")]
    [InlineData("index")]
    [InlineData("mounts")]
    public void NoLineIsWiderThanANarrowWindow(string command)
    {
        using var point = MountPoint.Of($"oci:{Layouts.Sample}");
        string[] source = command == "mounts" ? [] : [$"oci:{Layouts.Sample}:{Layouts.SampleName}"];
        foreach (var columns in (int[])[40, 60, 80, 120])
        {
            var session = new Terminal { Columns = columns }.Ocifs([command, .. source]);
            Assert.Equal((0, true), (session.Status, session.IsAsBefore));
            Assert.All(session.Screen(), line => Assert.InRange(line.Length, 0, columns));
        }
    }

    public void Dispose() => folder.Dispose();

    private string[] Unfinished() => Directory.Exists(folder["cache"])
        ? [.. Directory.EnumerateFiles(folder["cache"], "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file).Split('.').Length > 3)]
        : [];

    // More than a pipe holds, so that the writer meets its end.
    private string Many()
    {
        var layout = new Reference.Layout.LayoutBuilder(Directory.CreateDirectory(folder["many"]).FullName);
        var manifest = layout.AddImage([]).Manifest;
        for (var i = 0; i < 300; i++)
            layout.Name($"example.com/a/long/name/of/an/image/that/fills/a/pipe:{i}", manifest);
        layout.Write();
        return $"oci:{folder["many"]}";
    }
}

/// <summary>One for all tests of the class: it takes seconds to make.</summary>
public sealed class SharedSlowLayout : IDisposable
{
    private readonly Lazy<SlowLayout> layout = new(() => new SlowLayout());

    internal SlowLayout Layout => layout.Value;

    public void Dispose()
    {
        if (layout.IsValueCreated)
            layout.Value.Dispose();
    }
}
