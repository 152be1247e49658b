using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Views;

/// <summary>What <c>error</c> says of an entry that cannot be shown: which, where and what, however long the name.</summary>
public sealed class EntryProblemTests
{
    [Fact]
    public void TheLimitIsToldThoughTheNameIsLong() =>
        Assert.EndsWith("… (header at 5632): the name is longer than 4096 bytes", Told(TestEntry.File(new string('p', 5000))), StringComparison.Ordinal);

    [Fact]
    public void TheLimitOfAnAttributeWithALongNameIsTold() => Assert.EndsWith(
        new string('x', 250) + " has 65537 bytes, the limit is 65536",
        Told(TestEntry.File("f").WithXattr(new string('x', 250), new ByteString(new byte[65537]))), StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoTextAreToldAsTheyAre() => Assert.EndsWith(
        @"entry caf\xe9\x0a (header at 0): typeflag 0x5a is not supported",
        Told(new TestEntry { Name = new ByteString([.. "caf"u8, 0xe9, (byte)10]), Type = (EntryType)'Z' }), StringComparison.Ordinal);

    private static string Told(TestEntry entry)
    {
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([entry]))]).Manifest));
        _ = TreeDump.Of(opened.Tree, opened.Rootfs());
        return Assert.Single(opened.Errors());
    }
}
