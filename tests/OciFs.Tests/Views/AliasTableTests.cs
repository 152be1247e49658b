using System.Text;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>Links are numbered as they are looked up, and only so many are kept.</summary>
public sealed class AliasTableTests
{
    [Fact]
    public void The_oldest_links_go_and_no_number_is_given_twice()
    {
        var table = new AliasTable("place", kept: 2);
        var first = table.NumberOf("a", "x");
        var second = table.NumberOf("a", "y");

        Assert.Equal(first, table.NumberOf("a", "x"));
        Assert.Equal("x", Encoding.UTF8.GetString(table.Find(first)!.Value.Target));
        Assert.Equal(table.Find(first)!.Value.Key, table.Find(second)!.Value.Key);

        var third = table.NumberOf("b", "x");
        Assert.Null(table.Find(first));
        Assert.NotNull(table.Find(second));
        Assert.NotNull(table.Find(third));
        Assert.Equal(4, new[] { first, second, third, table.NumberOf("a", "x") }.Distinct().Count());
    }
}
