using OciFs.Host.Background;
using OciFs.Reference;

namespace OciFs.Host.Tests;

/// <summary>The line between a server and whoever keeps its mount.</summary>
public sealed class LifelineTests
{
    [Fact]
    public void MessagesComeWholeWithTheirDescriptors()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["first"], "first");
        File.WriteAllText(folder["second"], "second");
        var (keeper, server) = Lifeline.Pair();
        using (keeper)
        using (server)
        {
            using (var first = File.OpenHandle(folder["first"]))
            using (var second = File.OpenHandle(folder["second"]))
            {
                Assert.True(keeper.Send(LifelineMessage.Device, "/a/path", first, second));
                Assert.True(keeper.Send(LifelineMessage.Device, "/b", first));
            }

            Assert.True(keeper.Send(LifelineMessage.Ping));
            var both = server.Receive()!;
            Assert.Equal((LifelineMessage.Device, "/a/path", "first", "second"), (both.Kind, both.Text, Read(both.First!), Read(both.Second!)));
            var one = server.Receive()!;
            Assert.Equal(("/b", "first", true), (one.Text, Read(one.First!), one.Second is null));
            Assert.Equal(new ReceivedMessage(LifelineMessage.Ping, "", null, null), server.Receive());
            both.Close();
            one.Close();
        }
    }

    [Fact]
    public void TheEndOfTheOtherSideIsSeen()
    {
        var (keeper, server) = Lifeline.Pair();
        using (keeper)
        {
            server.Dispose();
            Assert.Null(keeper.Receive());
            Assert.False(keeper.Send(LifelineMessage.Ping));
        }
    }

    [Fact]
    public void SendingToOneWhoDoesNotReadNeverWaits()
    {
        var (keeper, server) = Lifeline.Pair();
        using (keeper)
        using (server)
        {
            Assert.True(SpinWait.SpinUntil(() => !keeper.Send(LifelineMessage.Ping), TimeSpan.FromSeconds(30)));
        }
    }

    private static string Read(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        var bytes = new byte[RandomAccess.GetLength(file)];
        Assert.Equal(bytes.Length, RandomAccess.Read(file, bytes, 0));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
