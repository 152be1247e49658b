using System.Text;
using OciFs.Cli.Printing;

namespace OciFs.Cli.Tests;

/// <summary>Names of owners as the C library reads them; what no listing should show is no name.</summary>
public sealed class OwnerTableTests
{
    [Fact]
    public void Names_and_numbers()
    {
        var table = OwnerTable.Parse("root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:\nweb:x:101:102\n  kept:x:7:7:\nlast:x:4294967295:0:"u8, 2);
        Assert.Equal("root", table.NameOf(0));
        Assert.Equal(0u, table.NumberOf("toor"));
        Assert.Equal("web", table.NameOf(101));
        Assert.Equal("kept", table.NameOf(7));
        Assert.Equal("last", table.NameOf(uint.MaxValue));
        Assert.Null(table.NameOf(1));
        Assert.Null(table.NumberOf("nobody"));
    }

    [Theory]
    [InlineData("a:x:1", 2)]
    [InlineData("a:x:1:", 2)]
    [InlineData("a:x::1:", 2)]
    [InlineData("a:x:1b:1:", 2)]
    [InlineData("a:x:-1:1:", 2)]
    [InlineData("a:x:4294967296:1:", 2)]
    [InlineData(":x:1:1:", 2)]
    [InlineData("#a:x:1:1:", 2)]
    [InlineData("+a:x:1:1:", 2)]
    [InlineData("a b:x:1:1:", 2)]
    [InlineData("a\u001b[31m:x:1:1:", 2)]
    [InlineData("a\u202E:x:1:1:", 2)]
    [InlineData("a:x", 1)]
    public void What_is_no_name(string line, int numbers) => Assert.Null(OwnerTable.Parse(Encoding.UTF8.GetBytes(line), numbers).NameOf(1));

    [Fact]
    public void A_group_has_one_number() => Assert.Equal(7u, OwnerTable.Parse("wheel:x:7:a,b\n"u8, 1).NumberOf("wheel"));

    [Fact]
    public void A_name_of_no_end_is_none()
    {
        var line = new string('n', 1 << 20) + ":x:1:1:";
        Assert.Null(OwnerTable.Parse(Encoding.UTF8.GetBytes(line), 2).NameOf(1));
    }
}
