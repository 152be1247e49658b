using System.Diagnostics;
using OciFs.Layers;
using OciFs.References;

namespace OciFs.Tests.Layers;

/// <summary>What could not be had is tried again, but not without end; what is wrong stays wrong.</summary>
public sealed class OpeningTests
{
    private static readonly Digest Blob = Digest.Parse("sha256:" + new string('0', 64));

    private int _passes;

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(2500, 2500)]
    public void AFailedPassRestsAsLongAsItTook(int pass, int rest)
    {
        var opening = Failing(pass, new IOException("Input/output error"));
        Assert.Equal(OciFsError.Unavailable, Ask(opening).Error);
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < rest - 300)
        {
            Assert.Equal(OciFsError.Unavailable, Ask(opening).Error);
            Thread.Sleep(50);
        }

        Assert.Equal(1, _passes);
        Thread.Sleep(600);
        Ask(opening);
        Assert.Equal(2, _passes);
    }

    [Fact]
    public void WhatIsWrongIsNotTriedAgain()
    {
        var opening = Failing(0, new OciFsException(OciFsError.DigestMismatch, "wrong"));
        Ask(opening);
        Thread.Sleep(1300);
        Assert.Equal(OciFsError.DigestMismatch, Ask(opening).Error);
        Assert.Equal(1, _passes);
    }

    private static OciFsException Ask(Opening<string> opening)
    {
        ((IAsyncResult)opening.Start()).AsyncWaitHandle.WaitOne();
        return Assert.Throws<OciFsException>(() => opening.Value);
    }

    private Opening<string> Failing(int milliseconds, Exception failure)
    {
        return new(Blob, OpenAsync, _ => Assert.Fail("opened"), _ => { });

        async Task<string> OpenAsync()
        {
            _passes++;
            await Task.Delay(milliseconds);
            throw failure;
        }
    }
}
