using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>A minute of <c>scripts/soak</c>: its verdict, not its figures.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public void AMinuteOfManyReadersFindsNothingWrong()
    {
        var soak = Command.Run("/usr/bin/env", "OCIFS_SOAK_BUILT=1", Repository.Script("soak"), "1");
        output.WriteLine(soak.Output);
        Assert.StartsWith("soak: passed: ", soak.Ok().TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }
}
