using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs du</c> counts what du(1) counts in a mount of the same image.</summary>
[Collection(SharedSample.Name)]
public sealed class DuCommandTests(SampleMount mount)
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Theory]
    [InlineData("etc")]
    [InlineData("-a", "etc", "srv")]
    [InlineData("-s", "usr", "etc")]
    [InlineData("-sh", "usr", "etc", "srv", "var")]
    [InlineData("-h", "usr/lib")]
    [InlineData("-d", "1", "usr")]
    [InlineData("-ad", "2", "var")]
    [InlineData("-b", "usr/share")]
    [InlineData("-sb", "usr")]
    [InlineData("--apparent-size", "usr/bin")]
    [InlineData("-c", "etc", "etc", "usr/bin")]
    [InlineData("-ac", "etc/passwd", "etc", "etc/pam.d")]
    [InlineData("-s", "etc", "etc/passwd")]
    [InlineData("lib")]
    [InlineData("lib/")]
    public void WhatFilesTakeIsWhatDuCounts(params string[] arguments) => Assert.Equal(
        mount.Shell($"du {string.Join(' ', arguments)}").Lines().Order(StringComparer.Ordinal),
        Command.Ocifs(["du", Source, .. arguments]).Lines().Order(StringComparer.Ordinal));

    [Fact]
    public void TheWholeImageIsCounted()
    {
        var expected = mount.Shell("du -c").Lines().Select(line => line.Replace("\t.", "\t", StringComparison.Ordinal)).Select(line => line.EndsWith('\t') ? line + "/" : line);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Command.Ocifs("du", Source, "--total").Lines().Order(StringComparer.Ordinal));
        var documents = Command.Ocifs("du", Source, "-a", "--json").Json().AsArray().Count;
        Assert.Equal(mount.Shell("du -a").Lines().Length, documents);
    }

    [Fact]
    public void OddImagesAreCountedAsDuCountsThem()
    {
        using var cases = new CorpusMount();
        var source = $"oci:{Corpora.Given.Layout}";
        foreach (var image in Command.Ocifs("images", "--json", source).Json().AsArray().Select(image => image!.Text("name")).Where((_, at) => at % 7 == 0))
        {
            var expected = Command.Shell("cd \"$1\"/rootfs/ && exec du -a0", cases[image]).Output.Split('\0').Select(line => line.Split('\t')[0]);
            var counted = Command.Ocifs("du", $"{source}:{image}", "-a0").Output.Split('\0').Select(line => line.Split('\t')[0]);
            Assert.Equal(expected.Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void WhatIsNotThereIsToldAndTheRestIsCounted()
    {
        var result = Command.Ocifs("du", "-s", Source, "nowhere", "etc");
        result.FailsInOneLine(1, "nowhere");
        Assert.EndsWith("\tetc\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--layers", "--wasted")]
    [InlineData("--layers", "etc")]
    [InlineData("-d", "-1")]
    public void WhatCannotBeMeantIsUsage(params string[] arguments) => Command.Ocifs(["du", Source, .. arguments]).FailsInOneLine(2, "--help");
}
