namespace OciFs.Conformance.Tests.Posix;

/// <summary>Every operation of a read-only filesystem, its result and its errno, against the kernel's own filesystems of the same tree.</summary>
[Collection(SharedPosix.Name)]
public sealed class OperationTests(PosixMounts mounts)
{
    private static readonly string ReportFile = Path.Combine(Repository.Root, "artifacts", "conformance.txt");

    [Fact]
    public void EveryDifferenceHasAReasonAndEveryReasonADifference()
    {
        Assert.NotEmpty(mounts.Peers);
        var theirs = mounts.Peers.Select(peer => (peer.Type, mounts.Probe.Ask(peer.Path, mounts.Scratch(peer.Type)))).ToArray();
        var report = new OperationReport(mounts.Probe.Ask(mounts.Ours, mounts.Scratch("ours")), theirs);
        File.WriteAllText(ReportFile, report.ToString());
        Assert.True(report.Unknown.Count == 0 && report.Idle.Count == 0, report.Failures);
    }

    [Theory]
    [InlineData("squashfs")]
    [InlineData("erofs")]
    public void ThePeerIsThere(string type) =>
        Assert.SkipWhen(KernelImage.MissingTypes.Contains(type, StringComparer.Ordinal), $"this kernel has no {type}");
}
