using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Commands;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>What a mount tells of itself, as programs get it; that the numbers are right: OciFs.Host.Tests, MountStatusTests.</summary>
public sealed class StatusTests
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Theory]
    [InlineData()]
    [InlineData("--rootfs")]
    public void TheAttributeIsAsItIsDocumented(params string[] options)
    {
        using var point = MountPoint.Of($"{Source}:{Layouts.SampleName}", options);
        Command.Run("find", point.Path, "-type", "f", "-size", "-100k", "-exec", "cat", "{}", "+").Ok();
        var status = Status(point);
        Assert.Empty(Schema.Of("status").Errors(status));
        Assert.Equal((point.Path, 0L), (status.Text("mountpoint"), (long)status["errorCount"]!));
        Assert.InRange((long)status["operations"]!["FUSE_READ"]!["requests"]!, 1, long.MaxValue);
        Assert.DoesNotContain("user.ocifs", Command.Run("getfattr", "-d", "-m", "-", "--absolute-names", point.Path).Ok(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFileSaysTheSame()
    {
        using var point = MountPoint.Of(Source);
        var (file, attribute) = (Command.Run("cat", point[".ocifs/status.json"]).Json(), Status(point));
        Assert.Empty(Schema.Of("status").Errors(file));
        Assert.Equal(file.AsObject().Select(field => field.Key), attribute.AsObject().Select(field => field.Key), StringComparer.Ordinal);
        Assert.Equal(file.Text("started"), attribute.Text("started"));
    }

    private static JsonNode Status(MountPoint point) =>
        Command.Run("getfattr", "-n", "user.ocifs.status", "--only-values", "--absolute-names", point.Path).Json();
}
