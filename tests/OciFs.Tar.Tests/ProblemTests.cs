using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>The line that a problem becomes names the place, the thing and the limit.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void Lines()
    {
        var archive = new TarBuilder()
            .Entry("odd\u00ff", 'Z').Pax("uid=me").File("owner").Pax("SCHILY.xattr.user.big=" + new string('v', 70_000)).File("xattr")
            .Pax("path=" + new string('p', 5000)).File("x").Entry("mode", '0', edit: header => TarBuilder.Put(header, 100, "rwx"))
            .Pax("x=y").ToArray();

        var lines = Scan.All(archive).Problems.Select(problem => problem.Message).ToArray();

        Assert.Equal("odd\ufffd (header at 0): typeflag 0x5a is not supported", lines[0]);
        Assert.Equal("owner (header at 1536): the PAX record uid has an impossible value", lines[1]);
        Assert.Equal("xattr (header at 72704): user.big has 70000 bytes, the limit is 65536", lines[2]);
        Assert.EndsWith("(header at 78848): the name is longer than 4096 bytes", lines[3]);
        Assert.Equal("mode (header at 79360): the header's mode is not a number", lines[4]);
        Assert.Equal("header at 79872: an extension header without an entry", lines[5]);
    }

    [Fact]
    public void EveryKindHasALine()
    {
        foreach (var kind in Enum.GetValues<TarProblemKind>())
        {
            var problem = new TarProblem { Kind = kind, HeaderOffset = 512, Subject = "thing"u8, Value = 7, Limit = 5 };
            Assert.StartsWith("header at 512: ", problem.ToString());
            Assert.False(problem.ToString().EndsWith(kind.ToString(), StringComparison.Ordinal));
        }
    }
}
